#include "server/reports/days.h"

#include <fmt/format.h>

#include "kb/store/period.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t most_days = 92;

CountsOfPeriod of_day(const CountsOfDay& day, const ReportPage& page) {
    return {page.day(day.day), page.short_day(day.day), day.counts};
}

}  // namespace

std::vector<CountsOfPeriod> in_periods(const std::vector<CountsOfDay>& days, const ReportPage& page) {
    std::vector<CountsOfPeriod> periods;
    if (days.size() <= most_days) {
        for (const CountsOfDay& day : days) periods.push_back(of_day(day, page));
        return periods;
    }
    for (const CountsOfDay& day : days) {
        const auto date = calendar_day(day.day);
        const std::string month = fmt::format("{}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()));
        if (periods.empty() || periods.back().name != month) {
            periods.push_back({month, month, day.counts});
            continue;
        }
        for (std::size_t i = 0; i < day.counts.size(); ++i) periods.back().counts[i] += day.counts[i];
    }
    return periods;
}

Json stacked_chart(const std::vector<CountsOfPeriod>& periods, const std::vector<Series>& series, const ReportPage& page) {
    Json labels = Json::array(), all = Json::array();
    for (const CountsOfPeriod& period : periods) labels.push_back(period.short_name);
    for (std::size_t i = 0; i < series.size(); ++i) {
        Json values = Json::array();
        for (const CountsOfPeriod& period : periods) values.push_back(period.counts[i]);
        all.push_back(ReportPage::series(page.text(fmt::format("columns.{}", series[i].column)), series[i].tone, std::move(values)));
    }
    return {{"kind", "stack"}, {"labels", std::move(labels)}, {"series", std::move(all)}};
}

}  // namespace kb::server
