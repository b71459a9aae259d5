// What people typed, sign by sign, as the parts of scrub() look at it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kb::scrubbing {

// Text as UTF-16 units, with what digits and signs of other alphabets mean in ASCII beside it, one for one.
struct Line {
    std::u16string units;
    std::string plain;  // digits as 0–9, dashes as -, blanks as a space, what cannot be seen as 0x01, letters beyond ASCII as 'w'

    std::size_t size() const { return plain.size(); }
    bool has(std::size_t at, char c) const { return at < plain.size() && plain[at] == c; }
};

constexpr char unseen = 1, letter = 'w', other = 2;

Line read_line(std::string_view text);

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_hex(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Of Latin and Cyrillic letters.
bool is_capital(char16_t unit);
char16_t small(char16_t unit);
std::u16string small(std::u16string_view units);

// A letter, or a sign within a name: Smith-Jones, O'Neil.
bool is_of_name(const Line& line, std::size_t at);
// A capital before small letters, or "А." and "J.": where it ends; `at` when there is none.
std::size_t end_of_capitalised(const Line& line, std::size_t at);

// What is to be put in place of the units from `begin` to before `end`; nullptr for nothing.
struct Find {
    std::size_t begin = 0, end = 0;
    const char16_t* put = u"";
};

}  // namespace kb::scrubbing
