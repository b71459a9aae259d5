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

// "6 months", "1 year", "90 days", "2 weeks", in the singular or plural; nothing when it is none of these.
// Months count 30 days and years 365: a reminder to review need not be exact.
std::optional<std::chrono::days> parse_interval(std::string_view text);
// The same, and "36 hours", "90 minutes", "24h", "90m", "2d"; a bare number counts hours. At most 1000 of a unit.
std::optional<std::chrono::seconds> parse_duration(std::string_view text);

// "2026-05-31T10:20:30.123+03:00" or with Z, seconds and their fraction optional, as milliseconds since 1970; further digits of the
// fraction are dropped. Nothing when it is not such a moment, or names no zone. ISO 8601, RFC 3339.
std::optional<std::int64_t> parse_iso_milliseconds(std::string_view text);

}  // namespace kb
