#include "server/http/route_pattern.h"

namespace kb::server {

namespace {

// The segment after the leading slash, which it takes off along with the segment.
std::string_view take_segment(std::string_view& path) {
    path.remove_prefix(1);
    const std::string_view segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

}  // namespace

std::optional<std::vector<std::pair<std::string_view, std::string>>> match_route(std::string_view pattern,
                                                                                 std::string_view path) {
    std::vector<std::pair<std::string_view, std::string>> captures;
    while (!pattern.empty() && !path.empty()) {
        const std::string_view wanted = take_segment(pattern);
        if (wanted.ends_with("...}")) {
            if (path.size() < 2 || path.ends_with('/')) return {};
            captures.emplace_back(wanted.substr(1, wanted.size() - 5), path.substr(1));
            return captures;
        }
        const std::string_view segment = take_segment(path);
        if (wanted.starts_with('{')) {
            if (segment.empty()) return {};
            captures.emplace_back(wanted.substr(1, wanted.size() - 2), segment);
        } else if (wanted != segment) {
            return {};
        }
    }
    if (!pattern.empty() || !path.empty()) return {};
    return captures;
}

}  // namespace kb::server
