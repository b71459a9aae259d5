// The words that tokens are made of, and the forms that bring their spellings together.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <unicode/umachine.h>

#include "kb/text/token.h"

namespace kb {

// A word of a text on its way to become a token.
struct Word {
    // What a word is written with, as bits. Apostrophes and what cannot be seen are unusual, too.
    enum Kind : unsigned { digits = 1, latin = 2, russian = 4, unusual = 8 };

    std::size_t begin = 0, end = 0;  // bytes of the source
    unsigned kinds = 0;
    UChar32 joiner = 0;              // what stands between it and the word before in its compound
    std::string folded = {};         // without the possessive; may be empty
};

// The kind of a letter of a word.
inline unsigned kind_of(UChar32 letter) {
    if (letter < 0x80) return letter <= '9' ? Word::digits : Word::latin;
    const bool russian = (letter >= 0x0410 && letter <= 0x044F) || letter == 0x0401 || letter == 0x0451;
    return russian ? Word::russian : Word::unusual;
}

// Of a word whose `folded` is set.
Script script_of(const Word& word);

// Sets `folded` from the source.
void fold_word(std::string_view text, Word& word);

// iPhone15 is found by "iPhone 15", KB5034441 by "5034441", 0x80070005 by "80070005", and 10гб by "10 гб"; but 2FA, 5G,
// A4, MP3 and x64 say nothing in parts, and what changes between letters and digits more often is some key. So a word
// is cut into runs of letters and of digits when there are two of them with four characters together, or three of two
// characters each; and the hexadecimal digits behind 0x, when there are four, stay together without the 0x.
// Nothing when the word is not cut.
std::vector<Word> runs_of(std::string_view text, const Word& word);

// The form of two words or more as a whole; empty when there is none. Between words hyphens are dropped when nothing
// else joins: wi-fi is wifi, A-12345 is A12345. Yet 10-15 is not 1015: numbers lose hyphens from seven digits on.
// A decimal comma is a point. A version loses its v, a host its "www.".
std::string compound_form(std::span<const Word> words);

// How many words at the begin of an address with a path are its host, "example.com" in "example.com/help"; or 0.
std::size_t words_of_host(std::span<const Word> words);

}  // namespace kb
