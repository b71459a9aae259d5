#include "kb/text/keyboard.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "kb/base/utf8.h"
#include "kb/text/letters.h"

namespace kb {

namespace {

// The same keys in both layouts, without and with Shift.
constexpr std::u16string_view russian_keys = u"ёйцукенгшщзхъфывапролджэячсмитьбю.ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,\"№;:?";
constexpr std::u16string_view latin_keys = u"`qwertyuiop[]asdfghjkl;'zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?@#$^&";
static_assert(russian_keys.size() == latin_keys.size());

constexpr std::array<std::u16string_view, 6> rows = {u"йцукенгшщзхъ", u"фывапролджэ", u"ячсмитьбю",
                                                     u"qwertyuiop",   u"asdfghjkl",   u"zxcvbnm"};

// Where the key of a small letter is, so that keys beside each other have numbers beside each other; 0 for none.
constexpr auto key_numbers = [] {
    std::array<std::uint8_t, 26 + 32> numbers{};
    std::uint8_t number = 0;
    for (const std::u16string_view row : rows) {
        number += 2;  // a row does not go on in the next
        for (const char16_t letter : row) numbers[letter < 0x80 ? letter - u'a' : 26 + (letter - u'а')] = number++;
    }
    return numbers;
}();

constexpr std::uint8_t key_number(char16_t letter) {
    if (letter >= u'a' && letter <= u'z') return key_numbers[letter - u'a'];
    return letter >= u'а' && letter <= u'я' ? key_numbers[26 + (letter - u'а')] : 0;
}

}  // namespace

std::optional<std::string> in_other_layout(std::string_view text) {
    std::u16string typed = to_utf16(text);
    const bool russian = std::any_of(typed.begin(), typed.end(), is_russian);
    if (russian == std::any_of(typed.begin(), typed.end(), is_latin)) return {};
    const std::u16string_view from = russian ? russian_keys : latin_keys, to = russian ? latin_keys : russian_keys;
    for (char16_t& letter : typed) {
        const std::size_t key = from.find(letter);
        if (key != from.npos) letter = to[key];
    }
    return to_utf8(typed);
}

bool are_neighbours(char16_t a, char16_t b) {
    const int first = key_number(a), second = key_number(b);
    return first != 0 && second != 0 && (first + 1 == second || second + 1 == first);
}

}  // namespace kb
