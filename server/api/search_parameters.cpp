#include "server/api/search_parameters.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "server/api/json_answer.h"

namespace kb::server {

tl::expected<std::size_t, Response> read_number(const Visit& visit, std::string_view name, std::size_t fallback,
                                                std::size_t least, std::size_t most) {
    const std::string_view text = visit.request.parameter(name);
    if (text.empty()) return fallback;
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size() && number >= least && number <= most) return number;
    return tl::unexpected(json_error(400, "invalid_parameter",
                                     fmt::format("'{}' is out of its bounds or not a number", name),
                                     fmt::format("give a whole number from {} to {}", least, most)));
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

tl::expected<std::string, Response> read_language(const Visit& visit) {
    return check_language(visit, std::string(visit.request.parameter("lang")));
}

tl::expected<std::string, Response> check_language(const Visit& visit, std::string lang) {
    const auto& languages = visit.generation.site().languages;
    if (lang.empty() || std::find(languages.begin(), languages.end(), lang) != languages.end()) return lang;
    return tl::unexpected(json_error(400, "unknown_language", "this site has no such language",
                                     fmt::format("use one of: {}", fmt::join(languages, ", "))));
}

}  // namespace kb::server
