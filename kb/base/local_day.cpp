#include "kb/base/local_day.h"

#include <limits>
#include <memory>

#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include "kb/base/date.h"

namespace kb {

namespace {

// What a clock there shows beyond UTC.
std::int64_t offset_seconds(std::int64_t seconds, bool seconds_are_local, std::string_view timezone) {
    const auto name =
        icu::UnicodeString::fromUTF8(icu::StringPiece(timezone.data(), static_cast<std::int32_t>(timezone.size())));
    const std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(name));
    UErrorCode status = U_ZERO_ERROR;
    std::int32_t raw = 0, saving = 0;
    zone->getOffset(static_cast<UDate>(seconds) * 1000, seconds_are_local, raw, saving, status);
    return U_FAILURE(status) ? 0 : (raw + saving) / 1000;
}

}  // namespace

std::chrono::year_month_day local_day(std::int64_t unix_seconds, std::string_view timezone) {
    const std::chrono::sys_seconds moment(
        std::chrono::seconds(unix_seconds + offset_seconds(unix_seconds, false, timezone)));
    return std::chrono::floor<std::chrono::days>(moment);
}

std::int64_t end_of_day(std::string_view day, std::string_view timezone) {
    const auto parsed = parse_date(day);
    if (!parsed) return std::numeric_limits<std::int64_t>::max();
    const auto next = std::chrono::sys_days(*parsed) + std::chrono::days(1);
    const std::int64_t local = std::chrono::sys_seconds(next).time_since_epoch().count();
    return local - offset_seconds(local, true, timezone);
}

}  // namespace kb
