// Kinds of letters, by UTF-16 code unit.
#pragma once

namespace kb {

constexpr bool is_latin(char16_t letter) {
    const char16_t lower = letter | 32;
    return lower >= u'a' && lower <= u'z';
}
constexpr bool is_russian(char16_t letter) {
    return (letter >= u'А' && letter <= u'я') || letter == u'Ё' || letter == u'ё';
}
// Of the two.
constexpr bool is_capital(char16_t letter) {
    return (letter >= u'A' && letter <= u'Z') || (letter >= u'А' && letter <= u'Я') || letter == u'Ё';
}
constexpr bool is_small(char16_t letter) {
    return (is_latin(letter) || is_russian(letter)) && !is_capital(letter);
}
// Of alphabets that are neither: such words are of another language.
constexpr bool is_foreign(char16_t letter) {
    const bool signs = letter == u'×' || letter == u'÷';
    return !is_russian(letter) && !signs && ((letter >= 0x00C0 && letter <= 0x024F) || (letter >= 0x0370 && letter <= 0x1FFF));
}

}  // namespace kb
