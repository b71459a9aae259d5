#include "server/http/preferences.h"

#include <algorithm>
#include <optional>

#include "kb/base/ascii.h"

namespace kb::server {

namespace {

// No browser sends more.
constexpr std::size_t max_value = 1000;

// "1", "0.8", "0.333"; nothing for what is no quality.
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

// Of "text/html;level=1;q=0.5"; the full one when none is named.
std::optional<int> quality_in(std::string_view wish) {
    for (std::size_t semicolon = wish.find(';'); semicolon != std::string_view::npos; semicolon = wish.find(';')) {
        wish.remove_prefix(semicolon + 1);
        const std::string_view parameter = trim_blanks(wish.substr(0, wish.find(';')));
        if (parameter.starts_with("q=") || parameter.starts_with("Q=")) return parse_quality(trim_blanks(parameter.substr(2)));
    }
    return 1000;
}

}  // namespace

std::vector<Preference> parse_preferences(std::string_view header) {
    std::vector<Preference> preferences;
    for (std::string_view left = header.substr(0, max_value); !left.empty();) {
        const std::size_t comma = left.find(',');
        const std::string_view wish = trim_blanks(left.substr(0, comma));
        left = comma == std::string_view::npos ? std::string_view() : left.substr(comma + 1);
        const auto quality = quality_in(wish);
        const std::string_view range = trim_blanks(wish.substr(0, wish.find(';')));
        if (quality && !range.empty()) preferences.push_back({range, *quality});
    }
    return preferences;
}

int quality_of(const std::vector<Preference>& preferences, std::string_view name) {
    const auto found = std::find_if(preferences.begin(), preferences.end(),
                                    [&](const Preference& preference) { return equal_ignoring_case(preference.range, name); });
    return found == preferences.end() ? 0 : found->quality;
}

}  // namespace kb::server
