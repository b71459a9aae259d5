#include "server/language/plural.h"

#include <map>
#include <memory>
#include <mutex>

#include <unicode/locid.h>
#include <unicode/plurrule.h>
#include <unicode/unistr.h>

namespace kb::server {

namespace {

using Rules = std::shared_ptr<const icu::PluralRules>;

Rules load_rules(const std::string& lang) {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::PluralRules> rules(icu::PluralRules::forLocale(icu::Locale(lang.c_str()), status));
    return U_SUCCESS(status) ? Rules(std::move(rules)) : Rules();
}

// Loading takes longer than selecting, and rules may be used by many threads.
Rules rules_for(std::string_view lang) {
    static std::mutex mutex;
    static std::map<std::string, Rules, std::less<>> known;
    const std::lock_guard lock(mutex);
    const auto found = known.find(lang);
    if (found != known.end()) return found->second;
    return known.emplace(lang, load_rules(std::string(lang))).first->second;
}

}  // namespace

std::string plural_category(std::string_view lang, std::uint64_t count) {
    const Rules rules = rules_for(lang);
    if (rules == nullptr) return count == 1 ? "one" : "other";
    std::string category;
    rules->select(static_cast<std::int32_t>(count % 1'000'000'000)).toUTF8String(category);
    return category;
}

}  // namespace kb::server
