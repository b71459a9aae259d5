// The words of a prose, as they are compared: in lower case, ё as е, without stress marks.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kb {

struct TextWord {
    std::size_t begin = 0, end = 0;  // bytes of the text
    std::string folded;
    bool in_name = false;            // a part of an address, a file's name or the like
};

// Letters and digits, with hyphens and apostrophes between them.
std::vector<TextWord> words_in(std::string_view text);

// Whether nothing but blanks, emphasis and a line's end stands there: two words beside it follow each other.
bool is_plain_gap(std::string_view between);

// Whether it is words and nothing else: C++, .NET, 100 % and и/или are not.
bool is_words_only(std::string_view phrase);

// Where the phrase stands in the text as it is written, capitals aside: the bytes of each, in order. A place where letters,
// digits or the sign at the phrase's end go on is none: C++ is not in C++11, nor .NET in ASP.NET.
std::vector<std::pair<std::size_t, std::size_t>> literal_places(std::string_view text, std::string_view phrase);

// `word` with capitals where `like` has them: the first letter, or all of two or more.
std::string with_capitals_of(std::string_view like, std::string word);
// A form of the word `written` with the capitals that it has there: "SIM-карту" of "SIM-карта", "ГОСТом" of "ГОСТ".
std::string spelled_like(std::string_view written, std::string_view form);

}  // namespace kb
