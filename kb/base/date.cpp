#include "kb/base/date.h"

#include <charconv>

#include <fmt/format.h>

namespace kb {

namespace {

std::optional<int> parse_digits(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || text.empty() || text[0] == '-') return {};
    return value;
}

}  // namespace

std::optional<std::chrono::year_month_day> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
    const auto year = parse_digits(text.substr(0, 4));
    const auto month = parse_digits(text.substr(5, 2));
    const auto day = parse_digits(text.substr(8, 2));
    if (!year || !month || !day) return {};
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return {};
    return date;
}

std::string to_string(std::chrono::year_month_day day) {
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                       static_cast<unsigned>(day.day()));
}

std::string to_iso_time(std::int64_t unix_seconds) {
    using namespace std::chrono;
    const sys_seconds time{seconds(unix_seconds)};
    const sys_days day = floor<days>(time);
    const hh_mm_ss clock{time - day};
    return fmt::format("{}T{:02}:{:02}:{:02}Z", to_string(year_month_day(day)), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count());
}

std::optional<std::chrono::days> parse_interval(std::string_view text) {
    const std::size_t space = text.find(' ');
    if (space == std::string_view::npos) return {};
    const auto count = parse_digits(text.substr(0, space));
    if (!count || *count == 0 || *count > 1000) return {};
    std::string_view unit = text.substr(space + 1);
    if (unit.size() > 1 && unit.back() == 's') unit.remove_suffix(1);
    int days_in_unit = 0;
    if (unit == "day") days_in_unit = 1;
    if (unit == "week") days_in_unit = 7;
    if (unit == "month") days_in_unit = 30;
    if (unit == "year") days_in_unit = 365;
    if (days_in_unit == 0) return {};
    return std::chrono::days(*count * days_in_unit);
}

}  // namespace kb
