// Text cut into words that remember where they stood.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kb {

enum class Script { latin, russian, number, other };

// Tokens of a text come in the order of their begins. Those that are not whole never overlap.
struct Token {
    std::size_t begin = 0, end = 0;  // bytes of the source
    std::string folded;              // see fold(); of a whole, the one form of its spellings
    Script script = Script::other;   // `other` also for words that mix scripts, or letters with digits
    // A compound such as wi-fi, 24/7 or user@example.com, a word such as iPhone15 or a number such as "1 990" as a
    // whole. What it is made of comes next, as tokens of their own; a part of some parts may be whole again, so that
    // several can come before the same token: example.com/help, then example.com, then example.
    bool is_whole = false;
    bool operator==(const Token&) const = default;
};

// Words are runs of letters, digits and marks. Hyphens, dots, slashes, '@', '_' and the like between two of them
// make a compound. What is written in several ways gets one form: see token_word.h about words and compounds,
// token_number.h about amounts and telephone numbers. Words longer than 64 bytes when folded are cut. `text` is
// well-formed UTF-8. Time grows with the length of the text, whatever it says.
std::vector<Token> tokenize(std::string_view text);

}  // namespace kb
