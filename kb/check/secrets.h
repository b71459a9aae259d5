// Keys, tokens and passwords that stand in a text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kb {

struct FoundSecret {
    std::size_t begin = 0, end = 0;  // bytes of the text
    std::string what;                // "a token of GitHub"
};

// By shapes that nothing else has, and only where what follows looks drawn by lot: examples, and what was struck out, are no secrets.
// By place.
std::vector<FoundSecret> find_secrets(std::string_view text);

// Enough of a secret to find it by, and too little to use it: "ghp_…".
std::string shown_of(std::string_view secret);
// A text that may quote secrets, with no more of each than that.
std::string without_secrets(std::string_view text);

}  // namespace kb
