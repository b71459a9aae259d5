// Calendar days and the ISO 8601 forms that files and answers use.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kb {

// "2026-05-31"; nothing when it is not such a day.
std::optional<std::chrono::year_month_day> parse_date(std::string_view text);
std::string to_string(std::chrono::year_month_day day);

// Seconds since 1970 in UTC as "2026-05-31T10:20:30Z".
std::string to_iso_time(std::int64_t unix_seconds);

// By the calendar: months are as long as those they lead through.
struct CalendarInterval {
    int years = 0, months = 0, days = 0;
    bool operator==(const CalendarInterval&) const = default;
};
// "6 months", "1 year", "90 days", "2 weeks", in the singular or plural; nothing when it is none of these. At most 1000 of a unit.
std::optional<CalendarInterval> parse_interval(std::string_view text);
// The same day of a later month, or its last one when it has no such day.
std::chrono::sys_days day_after(std::chrono::year_month_day day, const CalendarInterval& interval);
// The same, and "36 hours", "90 minutes", "24h", "90m", "2d"; a bare number counts hours. At most 1000 of a unit. Months count 30 days
// and years 365, as they begin at no day.
std::optional<std::chrono::seconds> parse_duration(std::string_view text);

// "2026-05-31T10:20:30.123+03:00" or with Z, seconds and their fraction optional, as milliseconds since 1970; further digits of the
// fraction are dropped. Nothing when it is not such a moment, or names no zone. ISO 8601, RFC 3339.
std::optional<std::int64_t> parse_iso_milliseconds(std::string_view text);

}  // namespace kb
