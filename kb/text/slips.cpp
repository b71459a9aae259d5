#include "kb/text/slips.h"

#include <algorithm>
#include <array>
#include <utility>

#include "kb/text/keyboard.h"

namespace kb {

namespace {

constexpr double any = 1.0, common = 0.7, most_common = 0.5;
// People rarely miss the first letter of a word.
constexpr double first_letter = 0.4;

constexpr std::array<std::pair<char16_t, char16_t>, 22> alike = {{
    {u'а', u'о'}, {u'е', u'и'}, {u'е', u'я'}, {u'и', u'я'}, {u'ы', u'и'}, {u'е', u'э'}, {u'у', u'ю'}, {u'з', u'с'},
    {u'д', u'т'}, {u'б', u'п'}, {u'г', u'к'}, {u'в', u'ф'}, {u'ж', u'ш'}, {u'ш', u'щ'}, {u'ь', u'ъ'}, {u'г', u'в'},
    {u'a', u'e'}, {u'e', u'i'}, {u'i', u'y'}, {u's', u'c'}, {u'c', u'k'}, {u's', u'z'},
}};

bool sound_alike(char16_t a, char16_t b) {
    return std::any_of(alike.begin(), alike.end(), [&](const auto& pair) { return pair == std::pair(a, b) || pair == std::pair(b, a); });
}

double at_begin(std::size_t at) {
    return at == 0 ? first_letter : 0;
}

}  // namespace

double slips::extra(std::u16string_view typed, std::size_t at) {
    const auto has_beside = [&](auto is_it) {
        return (at > 0 && is_it(typed[at - 1])) || (at + 1 < typed.size() && is_it(typed[at + 1]));
    };
    if (has_beside([&](char16_t letter) { return letter == typed[at]; })) return most_common;
    if (has_beside([&](char16_t letter) { return are_neighbours(letter, typed[at]); })) return common;
    return any + at_begin(at);
}

double slips::missing(std::u16string_view typed, std::size_t at, char16_t letter) {
    const bool doubles = (at > 0 && typed[at - 1] == letter) || (at < typed.size() && typed[at] == letter);
    if (doubles || letter == u'ь') return most_common;
    return common + at_begin(at);
}

double slips::wrong(std::u16string_view typed, std::size_t at, char16_t letter) {
    if (are_neighbours(typed[at], letter) || sound_alike(typed[at], letter)) return common + at_begin(at);
    return any + 0.2 + at_begin(at);
}

double slips::swapped(std::u16string_view, std::size_t at) {
    return common + at_begin(at);
}

}  // namespace kb
