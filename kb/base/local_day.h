// The calendar day of a moment where the readers are.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

namespace kb {

// `timezone` is a name of the IANA database such as "Europe/Moscow"; an unknown one counts as UTC.
std::chrono::year_month_day local_day(std::int64_t unix_seconds, std::string_view timezone);

// When an ISO day ends there, in seconds since 1970; far away when it is none.
std::int64_t end_of_day(std::string_view day, std::string_view timezone);

}  // namespace kb
