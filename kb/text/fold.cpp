#include "kb/text/fold.h"

#include <algorithm>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

namespace kb {

namespace {

constexpr bool is_apostrophe(UChar32 c) {
    return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02BC;
}

// Appends ASCII and Russian letters folded; false for anything that needs the whole of Unicode.
bool append_simple(std::string& out, std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x80) {
            if (byte == '\'') continue;
            out += byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : static_cast<char>(byte);
            continue;
        }
        if ((byte != 0xD0 && byte != 0xD1) || i + 1 >= text.size()) return false;
        unsigned letter = ((byte & 0x1Fu) << 6) | (static_cast<unsigned char>(text[++i]) & 0x3Fu);
        if (letter >= 0x0410 && letter <= 0x042F) letter += 0x20;
        else if (letter == 0x0401 || letter == 0x0451) letter = 0x0435;
        else if (letter < 0x0430 || letter > 0x044F) return false;
        out += static_cast<char>(0xC0 | (letter >> 6));
        out += static_cast<char>(0x80 | (letter & 0x3F));
    }
    return true;
}

bool is_latin(UChar32 letter) {
    UErrorCode status = U_ZERO_ERROR;
    return uscript_getScript(letter, &status) == USCRIPT_LATIN;
}

// Latin letters lose their accents; from Cyrillic only stress marks go, since й and ї are letters.
icu::UnicodeString without_accents(const icu::UnicodeString& text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* decomposed = icu::Normalizer2::getNFDInstance(status);
    icu::UnicodeString out;
    for (int32_t i = 0; i < text.length();) {
        const UChar32 letter = text.char32At(i);
        i += U16_LENGTH(letter);
        const bool mark = u_charType(letter) == U_NON_SPACING_MARK;
        if (letter == 0x0300 || letter == 0x0301 || is_apostrophe(letter)) continue;
        if (letter == 0x0451) {
            out.append(static_cast<UChar32>(0x0435));
        } else if (mark && !out.isEmpty() && is_latin(out.char32At(out.length() - 1))) {
            continue;
        } else if (letter >= 0x80 && is_latin(letter)) {
            icu::UnicodeString parts;
            if (decomposed->getDecomposition(letter, parts)) {
                out.append(parts.char32At(0));
            } else {
                out.append(letter);
            }
        } else {
            out.append(letter);
        }
    }
    return out;
}

// The bytes of the letter at `at`: Latin and Russian letters are all that is looked at.
std::size_t letter_size(std::string_view text, std::size_t at) {
    const std::size_t size = static_cast<unsigned char>(text[at]) < 0x80 ? 1 : 2;
    return std::min(size, text.size() - at);
}

bool is_consonant(std::string_view letter) {
    constexpr std::string_view latin = "bcdfghjklmnpqrstvwxz", russian = "бвгджзйклмнпрстфхцчшщ";
    if (letter.size() == 1) return latin.find(letter) != std::string_view::npos;
    const std::size_t found = russian.find(letter);
    return found != std::string_view::npos && found % 2 == 0;
}

// False for most words: they have neither э nor a letter twice in a row.
bool may_need_fold(std::string_view folded) {
    for (std::size_t i = 1; i < folded.size(); ++i) {
        if (folded[i] == folded[i - 1] || (i > 1 && folded[i] == '\x8D')) return true;  // э ends in 8D, as few letters do
        if (i > 2 && folded[i] == folded[i - 2] && folded[i - 1] == folded[i - 3]) return true;
    }
    return false;
}

}  // namespace

std::string fold_spelling(std::string_view folded) {
    if (!may_need_fold(folded)) return std::string(folded);
    std::string word;
    word.reserve(folded.size());
    std::string_view before;
    for (std::size_t at = 0; at < folded.size();) {
        const std::string_view letter = folded.substr(at, letter_size(folded, at));
        if (letter == "э" && at > 0) word += "е";
        else if (letter != before || !is_consonant(letter)) word += letter;
        before = letter;
        at += letter.size();
    }
    return word;
}

std::string cut_runs(std::string_view folded, std::size_t length) {
    std::string word;
    for (std::size_t at = 0; at < folded.size();) {
        const std::string_view letter = folded.substr(at, letter_size(folded, at));
        std::size_t run = 1;
        while (folded.substr(at + run * letter.size()).starts_with(letter)) ++run;
        for (std::size_t i = 0; i < (run < 3 ? run : length); ++i) word += letter;
        at += run * letter.size();
    }
    return word;
}

std::string fold(std::string_view text) {
    std::string folded;
    folded.reserve(text.size());
    if (append_simple(folded, text)) return folded;
    folded.clear();
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
    const icu::UnicodeString source = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
    without_accents(casefold->normalize(source, status)).toUTF8String(folded);
    return folded;
}

}  // namespace kb
