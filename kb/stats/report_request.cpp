#include "kb/stats/report_request.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "kb/base/date.h"
#include "kb/base/local_day.h"
#include "kb/store/period.h"

namespace kb {

namespace {

Result<Day> read_day(std::string_view name, std::string_view text, Day otherwise) {
    if (text.empty()) return otherwise;
    const auto day = parse_date(text);
    if (day) return day_number(*day);
    return fail(ErrorCode::invalid_argument, fmt::format("'{}' is not a day", name), "give a day such as 2026-05-31");
}

}  // namespace

Result<ReportRequest> read_report_request(const AskedReport& asked, const SiteConfig& site, std::int64_t now) {
    const auto to = read_day("to", asked.to, day_number(local_day(now, site.timezone)));
    if (!to) return fail(to.error());
    const auto from = read_day("from", asked.from, *to - default_report_days + 1);
    if (!from) return fail(from.error());
    if (*from > *to) return fail(ErrorCode::invalid_argument, "'from' is a day after 'to'", "give the earlier day as from");
    if (*to - *from >= longest_report_days)
        return fail(ErrorCode::invalid_argument, "these are more than ten years", "ask for fewer days");
    const auto& languages = site.languages;
    if (!asked.lang.empty() && std::find(languages.begin(), languages.end(), asked.lang) == languages.end())
        return fail(ErrorCode::invalid_argument, "this site has no such language", fmt::format("use one of: {}", fmt::join(languages, ", ")));
    return ReportRequest{{*from, *to, std::string(asked.lang)}, now * 1000};
}

}  // namespace kb
