#include "kb/base/slug.h"

#include <array>
#include <memory>

#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

namespace kb {

namespace {

// а … я, in the order of the code points U+0430 … U+044F.
constexpr std::array<std::string_view, 32> russian_in_latin = {
    "a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m",    "n", "o", "p",
    "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya"};

// Transliterators are costly to make and not safe to share: one a thread, made when first needed.
std::string romanize(UChar32 letter) {
    thread_local const std::unique_ptr<icu::Transliterator> transliterator = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::Transliterator> made(
            icu::Transliterator::createInstance("Any-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, status));
        return U_SUCCESS(status) ? std::move(made) : nullptr;
    }();
    icu::UnicodeString text(letter);
    if (transliterator) transliterator->transliterate(text);
    std::string latin, kept;
    text.toUTF8String(latin);
    for (const char c : latin) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) kept += c;
    }
    return kept;
}

}  // namespace

std::string slugify(std::string_view text) {
    std::string slug;
    const auto length = static_cast<int32_t>(text.size());
    for (int32_t i = 0; i < length;) {
        UChar32 letter = 0;
        U8_NEXT(text.data(), i, length, letter);
        if (letter < 0) continue;
        letter = u_tolower(letter);
        if (letter == 0x0451) letter = 0x0435;  // ё is written е
        if ((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9')) {
            slug += static_cast<char>(letter);
        } else if (letter >= 0x0430 && letter <= 0x044F) {
            slug += russian_in_latin[static_cast<std::size_t>(letter - 0x0430)];
        } else if (u_isalnum(letter)) {
            slug += romanize(letter);
        } else if (u_charType(letter) == U_NON_SPACING_MARK || letter == '\'' || letter == 0x2019) {
            continue;  // "don't" is one word
        } else if (!slug.empty() && slug.back() != '-') {
            slug += '-';
        }
    }
    while (!slug.empty() && slug.back() == '-') slug.pop_back();
    return slug;
}

}  // namespace kb
