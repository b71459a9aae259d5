// How deep a text of JSON goes, to be asked before it is parsed: what copies or prints a deep value calls itself for each level.
#pragma once

#include <string_view>

namespace kb {

// What is sent here has a few levels.
constexpr int max_json_depth = 64;

// Whether arrays and objects stand within each other more than `most` times. Of a text that is no JSON, a guess.
bool is_json_deeper(std::string_view text, int most = max_json_depth);

}  // namespace kb
