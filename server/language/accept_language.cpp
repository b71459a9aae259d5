#include "server/language/accept_language.h"

#include <algorithm>
#include <optional>

namespace kb::server {

namespace {

// No browser sends more.
constexpr std::size_t max_value = 1000;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// In thousandths; nothing for what is no quality. "1", "0.8", "0.333".
std::optional<int> parse_quality(std::string_view text) {
    if (text.empty() || (text[0] != '0' && text[0] != '1') || text.size() > 5) return {};
    int quality = (text[0] - '0') * 1000;
    if (text.size() > 1 && text[1] != '.') return {};
    for (std::size_t i = 2, unit = 100; i < text.size(); ++i, unit /= 10) {
        if (text[i] < '0' || text[i] > '9') return {};
        quality += (text[i] - '0') * static_cast<int>(unit);
    }
    return std::min(quality, 1000);
}

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
    std::string_view left = accept_language.substr(0, max_value);
    while (!left.empty()) {
        const std::size_t comma = left.find(',');
        const std::string_view wish = trimmed(left.substr(0, comma));
        left = comma == std::string_view::npos ? std::string_view() : left.substr(comma + 1);
        const std::string_view range = trimmed(wish.substr(0, wish.find(';')));
        const std::size_t q = wish.find("q=");
        const auto quality = q == std::string_view::npos ? 1000 : parse_quality(trimmed(wish.substr(q + 2)));
        if (!quality || *quality <= best_quality) continue;
        const auto found = std::find_if(languages.begin(), languages.end(),
                                        [&](const std::string& lang) { return same_language(range, lang); });
        if (found == languages.end() && range != "*") continue;
        best = found == languages.end() ? fallback : std::string_view(*found);
        best_quality = *quality;
    }
    return best;
}

}  // namespace kb::server
