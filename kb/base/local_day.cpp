#include "kb/base/local_day.h"

#include <limits>
#include <memory>

#include <fmt/format.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include "kb/base/date.h"

namespace kb {

namespace {

std::unique_ptr<icu::TimeZone> find_zone(std::string_view timezone) {
    const auto name = icu::UnicodeString::fromUTF8(icu::StringPiece(timezone.data(), static_cast<std::int32_t>(timezone.size())));
    return std::unique_ptr<icu::TimeZone>(icu::TimeZone::createTimeZone(name));
}

// What a clock there shows beyond UTC.
std::int64_t offset_seconds(const icu::TimeZone& zone, std::int64_t seconds, bool seconds_are_local) {
    UErrorCode status = U_ZERO_ERROR;
    std::int32_t raw = 0, saving = 0;
    zone.getOffset(static_cast<UDate>(seconds) * 1000, seconds_are_local, raw, saving, status);
    return U_FAILURE(status) ? 0 : (raw + saving) / 1000;
}

std::chrono::sys_days day_there(const icu::TimeZone& zone, std::int64_t seconds) {
    return std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(seconds + offset_seconds(zone, seconds, false))));
}

}  // namespace

struct LocalCalendar::Zone {
    std::unique_ptr<icu::TimeZone> zone;
};

LocalCalendar::LocalCalendar(std::string_view name) : zone_(new Zone{find_zone(name)}) {}
LocalCalendar::~LocalCalendar() = default;

std::int32_t LocalCalendar::day_number(std::int64_t milliseconds) const {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(std::chrono::milliseconds(milliseconds)).count();
    return static_cast<std::int32_t>(day_there(*zone_->zone, seconds).time_since_epoch().count());
}

std::chrono::year_month_day local_day(std::int64_t unix_seconds, std::string_view timezone) {
    return day_there(*find_zone(timezone), unix_seconds);
}

std::string local_clock(std::int64_t unix_seconds, std::string_view timezone) {
    const std::int64_t minute = (unix_seconds + offset_seconds(*find_zone(timezone), unix_seconds, false)) / 60 % (24 * 60);
    return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

std::int64_t end_of_day(std::string_view day, std::string_view timezone) {
    const auto parsed = parse_date(day);
    if (!parsed) return std::numeric_limits<std::int64_t>::max();
    const auto next = std::chrono::sys_days(*parsed) + std::chrono::days(1);
    const std::int64_t local = std::chrono::sys_seconds(next).time_since_epoch().count();
    return local - offset_seconds(*find_zone(timezone), local, true);
}

}  // namespace kb
