#include <fmt/format.h>

#include "server/reports/views.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t few = 30;       // those that are said to carry a help center
constexpr std::size_t most_points = 100;  // of the curve

ReportCell portion(std::int64_t n, double share, const ReportPage& page) {
    return {.text = page.numbers().whole(n), .note = page.numbers().percent(share), .is_number = true};
}

void show_curve(const Coverage& coverage, ReportPage& page) {
    Json labels = Json::array(), values = Json::array();
    for (std::size_t count = 1; count <= std::min(most_points, coverage.articles.size()); ++count) {
        labels.push_back(count);
        values.push_back(coverage.share_of_first(count).value_or(0) * 100);
    }
    const std::string share = page.numbers().percent(coverage.share_of_first(few).value_or(0));
    page.chart({{"kind", "curve"}, {"labels", labels}, {"mark", few}, {"marked", page.text("coverage.mark", {{"share", share}})}, {"x", page.text("columns.first")},
                {"series", {ReportPage::series(page.text("columns.cumulative"), "main", values)}}},
               page.text("coverage.finding", {{"share", share}, {"answered", page.numbers().whole(coverage.answered)}, {"articles", page.numbers().whole(static_cast<std::int64_t>(coverage.articles.size()))}}));
    ReportTable table = page.table("first", {"first"}, {"answered"});
    std::int64_t sum = 0;
    std::size_t at = 0;
    for (const std::size_t count : coverage_steps) {
        for (; at < std::min(count, coverage.articles.size()); ++at) sum += coverage.articles[at].answered;
        table.rows.push_back({{page.numbers().whole(static_cast<std::int64_t>(count))}, portion(sum, coverage.share_of_first(count).value_or(0), page)});
    }
    page.add(std::move(table));
}

void show_articles(const Coverage& coverage, ReportPage& page) {
    page.begin("carrying");
    ReportTable table = page.table("carrying", {"article"}, {"answered", "cumulative"});
    table.at_once = few;
    const auto all = static_cast<double>(coverage.answered);
    std::int64_t sum = 0;
    for (const auto& [article, answered] : coverage.articles) {
        sum += answered;
        table.rows.push_back({page.article(article), portion(answered, static_cast<double>(answered) / all, page), portion(sum, static_cast<double>(sum) / all, page)});
    }
    page.add(std::move(table));
}

}  // namespace

void show_report(const Coverage& coverage, ReportPage& page) {
    page.define({"question", "answered", "credited", "potential", "confirmed"});
    page.begin("coverage");
    if (coverage.articles.empty()) return page.say(page.text("coverage.empty"));
    page.figure("answered", page.numbers().whole(coverage.answered), page.text("coverage.credited", {{"n", page.numbers().whole(coverage.credited())}}));
    page.figure("articles", page.numbers().whole(static_cast<std::int64_t>(coverage.articles.size())));
    page.figure("first_thirty", page.numbers().percent(coverage.share_of_first(few).value_or(0)));
    show_curve(coverage, page);
    show_articles(coverage, page);
}

}  // namespace kb::server
