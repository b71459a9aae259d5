// The letters of a text one by one, and what the tokenizer asks about them.
#pragma once

#include <cstddef>
#include <string_view>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace kb {

struct Letter {
    UChar32 code = 0;
    std::size_t begin = 0, end = 0;  // bytes
};

// `at` is within the text and the begin of a character.
inline Letter letter_at(std::string_view text, std::size_t at) {
    auto next = static_cast<int32_t>(at);
    Letter letter;
    letter.begin = at;
    U8_NEXT(text.data(), next, static_cast<int32_t>(text.size()), letter.code);
    letter.end = static_cast<std::size_t>(next);
    return letter;
}

// The character before `end`, which is not 0.
inline Letter letter_before(std::string_view text, std::size_t end) {
    std::size_t begin = end - 1;
    while (begin > 0 && U8_IS_TRAIL(text[begin])) --begin;
    return letter_at(text, begin);
}

inline bool is_digit(UChar32 code) {
    return code >= '0' && code <= '9';
}

inline bool is_mark(UChar32 code) {
    return code >= 0x0300 && (U_GET_GC_MASK(code) & U_GC_M_MASK) != 0;
}

inline bool is_word_letter(UChar32 code) {
    if (code < 0x80) return is_digit(code) || ((code | 32) >= 'a' && (code | 32) <= 'z');
    if (code >= 0x0400 && code <= 0x04FF) return code != 0x0482;
    return u_isalnum(code) || is_mark(code);
}

// Written without spaces between words: every letter is a word.
inline bool is_ideograph(UChar32 code) {
    return code >= 0x2E80 && u_hasBinaryProperty(code, UCHAR_IDEOGRAPHIC);
}

// Invisible: soft hyphens and joiners inside a word.
inline bool is_ignorable(UChar32 code) {
    return code == 0x00AD || (code >= 0x200B && code <= 0x200D) || code == 0xFEFF;
}

inline bool is_apostrophe(UChar32 code) {
    return code == '\'' || code == 0x2019 || code == 0x02BC;
}

inline bool is_hyphen(UChar32 code) {
    return code == '-' || code == 0x2010 || code == 0x2011;
}

// Between the groups of a number: space, no-break space, thin space, narrow no-break space.
inline bool is_group_space(UChar32 code) {
    return code == ' ' || code == 0x00A0 || code == 0x2009 || code == 0x202F;
}

}  // namespace kb
