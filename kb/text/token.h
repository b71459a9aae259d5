// Text cut into words that remember where they stood.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kb {

enum class Script { latin, russian, number, other };

struct Token {
    std::size_t begin = 0, end = 0;  // bytes of the source
    std::string folded;              // see fold(); for compounds joined by hyphens, without them
    Script script = Script::other;   // `other` also for words that mix scripts, or letters with digits
    // A compound such as wi-fi, 24/7 or user@example.com as a whole; its parts come next, as tokens of their own.
    bool is_whole = false;
    bool operator==(const Token&) const = default;
};

// Words are runs of letters, digits and marks. Hyphens, dots, slashes, '@', '_' and the like between two of them
// make a compound. Words longer than 64 bytes when folded are cut. `text` is well-formed UTF-8.
std::vector<Token> tokenize(std::string_view text);

}  // namespace kb
