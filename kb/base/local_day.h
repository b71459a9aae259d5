// The calendar day of a moment where the readers are.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace kb {

// One time zone, for who asks often. One thread at a time.
class LocalCalendar {
public:
    // A name of the IANA database such as "Europe/Moscow"; an unknown one counts as UTC.
    explicit LocalCalendar(std::string_view name);
    ~LocalCalendar();

    // Days since 1970-01-01 of `milliseconds` since 1970 in UTC.
    std::int32_t day_number(std::int64_t milliseconds) const;

private:
    struct Zone;
    std::unique_ptr<Zone> zone_;
};

std::chrono::year_month_day local_day(std::int64_t unix_seconds, std::string_view timezone);

// What a clock shows there: "09:05".
std::string local_clock(std::int64_t unix_seconds, std::string_view timezone);

// When an ISO day ends there, in seconds since 1970; far away when it is none.
std::int64_t end_of_day(std::string_view day, std::string_view timezone);

}  // namespace kb
