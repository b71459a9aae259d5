// Addresses as routes name them: "/{lang}/articles/{slug}", "/{lang}/categories/{path...}".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kb::server {

// What the names stand for in `path`, or nothing when it is another address. {name} is one segment, never empty;
// {name...} is all that is left, never empty.
std::optional<std::vector<std::pair<std::string_view, std::string>>> match_route(std::string_view pattern,
                                                                                 std::string_view path);

}  // namespace kb::server
