#include "kb/text/keyboard.h"

#include <algorithm>
#include <array>

#include "kb/base/utf8.h"

namespace kb {

namespace {

// The same keys in both layouts, without and with Shift.
constexpr std::u16string_view russian_keys = u"ёйцукенгшщзхъфывапролджэячсмитьбю.ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,\"№;:?";
constexpr std::u16string_view latin_keys = u"`qwertyuiop[]asdfghjkl;'zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?@#$^&";
static_assert(russian_keys.size() == latin_keys.size());

constexpr std::array<std::u16string_view, 6> rows = {u"йцукенгшщзхъ", u"фывапролджэ", u"ячсмитьбю",
                                                     u"qwertyuiop",   u"asdfghjkl",   u"zxcvbnm"};

bool is_russian(char16_t letter) {
    return (letter >= 0x0410 && letter <= 0x044F) || letter == 0x0401 || letter == 0x0451;
}

bool is_latin(char16_t letter) {
    const char16_t lower = letter | 32;
    return lower >= 'a' && lower <= 'z';
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
    return std::any_of(rows.begin(), rows.end(), [&](std::u16string_view row) {
        const std::size_t first = row.find(a), second = row.find(b);
        return first != row.npos && second != row.npos && (first + 1 == second || second + 1 == first);
    });
}

}  // namespace kb
