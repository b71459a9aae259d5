#include "server/language/local_day.h"

#include <memory>

#include <unicode/timezone.h>
#include <unicode/unistr.h>

namespace kb::server {

std::chrono::year_month_day local_day(std::int64_t unix_seconds, std::string_view timezone) {
    const auto name =
        icu::UnicodeString::fromUTF8(icu::StringPiece(timezone.data(), static_cast<std::int32_t>(timezone.size())));
    const std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(name));
    UErrorCode status = U_ZERO_ERROR;
    std::int32_t raw = 0, saving = 0;
    zone->getOffset(static_cast<UDate>(unix_seconds) * 1000, false, raw, saving, status);
    if (U_FAILURE(status)) raw = saving = 0;
    const std::chrono::sys_seconds moment(std::chrono::seconds(unix_seconds + (raw + saving) / 1000));
    return std::chrono::floor<std::chrono::days>(moment);
}

}  // namespace kb::server
