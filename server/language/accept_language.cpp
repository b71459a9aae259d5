#include "server/language/accept_language.h"

#include <algorithm>

#include "server/http/preferences.h"

namespace kb::server {

namespace {

bool same_language(std::string_view range, std::string_view lang) {
    range = range.substr(0, range.find('-'));
    return std::equal(range.begin(), range.end(), lang.begin(), lang.end(),
                      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

}  // namespace

std::string_view negotiate_language(std::string_view accept_language, std::span<const std::string> languages,
                                    std::string_view fallback) {
    std::string_view best = fallback;
    int best_quality = 0;
    for (const auto& [range, quality] : parse_preferences(accept_language)) {
        if (quality <= best_quality) continue;
        const auto found = std::find_if(languages.begin(), languages.end(),
                                        [range = range](const std::string& lang) { return same_language(range, lang); });
        if (found == languages.end() && range != "*") continue;
        best = found == languages.end() ? fallback : std::string_view(*found);
        best_quality = quality;
    }
    return best;
}

}  // namespace kb::server
