#include "kb/base/date.h"

#include <algorithm>
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

std::optional<CalendarInterval> parse_interval(std::string_view text) {
    const std::size_t space = text.find(' ');
    if (space == std::string_view::npos) return {};
    const auto count = parse_digits(text.substr(0, space));
    if (!count || *count == 0 || *count > 1000) return {};
    std::string_view unit = text.substr(space + 1);
    if (unit.size() > 1 && unit.back() == 's') unit.remove_suffix(1);
    if (unit == "day") return CalendarInterval{0, 0, *count};
    if (unit == "week") return CalendarInterval{0, 0, *count * 7};
    if (unit == "month") return CalendarInterval{0, *count, 0};
    if (unit == "year") return CalendarInterval{*count, 0, 0};
    return {};
}

std::chrono::sys_days day_after(std::chrono::year_month_day day, const CalendarInterval& interval) {
    const auto later = day + std::chrono::years(interval.years) + std::chrono::months(interval.months);
    const auto last = later.year() / later.month() / std::chrono::last;
    return std::chrono::sys_days(later.ok() ? later : std::chrono::year_month_day(last)) + std::chrono::days(interval.days);
}

std::optional<std::chrono::seconds> parse_duration(std::string_view text) {
    if (const auto interval = parse_interval(text)) return std::chrono::days(interval->years * 365 + interval->months * 30 + interval->days);
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto count = parse_digits(text.substr(0, digits));
    if (!count || *count == 0 || *count > 1000) return {};
    const std::string_view unit = text.substr(digits);
    for (const std::string_view name : {"", "h", " hour", " hours"}) {
        if (unit == name) return std::chrono::hours(*count);
    }
    for (const std::string_view name : {"m", " minute", " minutes"}) {
        if (unit == name) return std::chrono::minutes(*count);
    }
    if (unit == "d") return std::chrono::days(*count);
    return {};
}

namespace {

// Takes digits off the front.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
    if (text.size() < count) return {};
    const auto value = parse_digits(text.substr(0, count));
    if (value) text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, char c) {
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<std::chrono::minutes> take_clock(std::string_view& text, int last_hour) {
    const auto hours = take_digits(text, 2);
    if (!hours || *hours > last_hour) return {};
    take(text, ':');
    const auto minutes = take_digits(text, 2);
    if (!minutes || *minutes > 59) return {};
    return std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
}

std::optional<std::chrono::milliseconds> take_seconds(std::string_view& text) {
    if (!take(text, ':')) return std::chrono::milliseconds(0);
    const auto seconds = take_digits(text, 2);
    if (!seconds || *seconds > 60) return {};
    std::chrono::milliseconds time = std::chrono::seconds(*seconds);
    if (!take(text, '.') && !take(text, ',')) return time;
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits == 0) return {};
    std::string fraction(text.substr(0, std::min<std::size_t>(digits, 3)));
    fraction.resize(3, '0');
    text.remove_prefix(digits);
    return time + std::chrono::milliseconds(*parse_digits(fraction));
}

// East of Greenwich counts up.
std::optional<std::chrono::minutes> take_zone(std::string_view& text) {
    if (take(text, 'Z') || take(text, 'z')) return std::chrono::minutes(0);
    const bool is_west = text.starts_with('-');
    if (!is_west && !text.starts_with('+')) return {};
    text.remove_prefix(1);
    const auto offset = take_clock(text, 23);
    if (!offset) return {};
    return is_west ? -*offset : *offset;
}

}  // namespace

std::optional<std::int64_t> parse_iso_milliseconds(std::string_view text) {
    const auto day = parse_date(text.substr(0, 10));
    if (!day || text.size() < 12 || (text[10] != 'T' && text[10] != 't' && text[10] != ' ')) return {};
    text.remove_prefix(11);
    if (text.size() < 5 || text[2] != ':') return {};
    const auto clock = take_clock(text, 23);
    if (!clock) return {};
    const auto seconds = take_seconds(text);
    if (!seconds) return {};
    const auto zone = take_zone(text);
    if (!zone || !text.empty()) return {};
    const auto moment = std::chrono::sys_days(*day) + *clock + *seconds - *zone;
    return std::chrono::duration_cast<std::chrono::milliseconds>(moment.time_since_epoch()).count();
}

}  // namespace kb
