#include "kb/base/timezone.h"

#include <memory>

#include <unicode/timezone.h>
#include <unicode/unistr.h>

namespace kb {

bool is_known_timezone(std::string_view name) {
    const std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(
        icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size())))));
    return *zone != icu::TimeZone::getUnknown();
}

}  // namespace kb
