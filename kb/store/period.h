// Days and months as one number, as `figures` keeps both.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "kb/store/figure.h"

namespace kb {

// A day as it is; a month as the months since year 0, behind all days that there will be.
using Period = std::int32_t;

constexpr Period first_month = 1'000'000;

constexpr std::chrono::year_month_day calendar_day(Day day) {
    return std::chrono::sys_days(std::chrono::days(day));
}
constexpr Day day_number(std::chrono::year_month_day day) {
    return static_cast<Day>(std::chrono::sys_days(day).time_since_epoch().count());
}

constexpr Period month_of(Day day) {
    const auto date = calendar_day(day);
    return first_month + static_cast<int>(date.year()) * 12 + static_cast<int>(static_cast<unsigned>(date.month())) - 1;
}

// The days from..to, inclusive, each once: whole months as such.
inline std::vector<Period> periods_of(Day from, Day to) {
    std::vector<Period> periods;
    for (Day day = from; day <= to;) {
        const auto date = calendar_day(day);
        const Day last = day_number(std::chrono::sys_days(date.year() / date.month() / std::chrono::last));
        const bool is_whole = date.day() == std::chrono::day(1) && last <= to;
        periods.push_back(is_whole ? month_of(day) : day);
        day = (is_whole ? last : day) + 1;
    }
    return periods;
}

}  // namespace kb
