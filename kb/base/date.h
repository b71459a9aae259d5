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

}  // namespace kb
