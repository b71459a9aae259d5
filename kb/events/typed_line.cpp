#include "kb/events/typed_line.h"

#include <algorithm>
#include <array>

#include "kb/base/utf8.h"

namespace kb::scrubbing {

namespace {

// Where the digits of an alphabet begin.
constexpr std::array<char16_t, 5> zeros = {u'\u0660', u'\u06F0', u'\u0966', u'\u09E6', u'\uFF10'};
constexpr std::u16string_view dashes = u"\u00AD\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uFE63\uFF0D";
constexpr std::u16string_view hidden = u"\u200B\u200C\u200D\u200E\u200F\u2060\uFE0F\u20E3\uFEFF";

char plain_form(char16_t unit) {
    if (unit < 0x20 || unit == 0x7f) return ' ';
    if (unit < 0x80) return static_cast<char>(unit);
    for (const char16_t zero : zeros) {
        if (unit >= zero && unit < zero + 10) return static_cast<char>('0' + (unit - zero));
    }
    if (dashes.find(unit) != dashes.npos) return '-';
    if (hidden.find(unit) != hidden.npos) return unseen;
    if (unit == u'\u00A0' || unit == u'\u3000' || (unit >= u'\u2000' && unit <= u'\u200A') || unit == u'\u202F') return ' ';
    if (unit == u'\uFF20' || unit == u'\uFE6B') return '@';
    if (unit == u'\uFF0E' || unit == u'\u3002' || unit == u'\u2024') return '.';
    if (unit == u'\uFF0B') return '+';
    if (unit == u'\u2116') return '#';
    if (unit == u'\uFF08') return '(';
    if (unit == u'\uFF09') return ')';
    // Quotes, bullets and the like; the rest is taken for letters.
    return unit < 0xC0 || (unit >= 0x2000 && unit < 0x2C00) || (unit >= 0x3000 && unit < 0x3040) ? other : letter;
}

}  // namespace

Line read_line(std::string_view text) {
    Line line{to_utf16(text), {}};
    for (const char16_t unit : line.units) line.plain += plain_form(unit);
    return line;
}

// In Latin Extended-A large and small ones take turns, beginning anew here and there.
bool is_capital(char16_t unit) {
    if (unit >= 0x0100 && unit <= 0x0177) return (unit % 2 == 1) == (unit >= 0x0139 && unit <= 0x0148);
    if (unit >= 0x0178 && unit <= 0x017E) return unit == 0x0178 || unit % 2 == 1;
    return (unit >= u'A' && unit <= u'Z') || (unit >= u'À' && unit <= u'Þ' && unit != u'×') || (unit >= u'Ѐ' && unit <= u'Я');
}
char16_t small(char16_t unit) {
    if (!is_capital(unit)) return unit;
    if (unit >= u'Ѐ') return static_cast<char16_t>(unit + (unit < u'А' ? 80 : 32));
    if (unit == 0x0178) return u'ÿ';
    return static_cast<char16_t>(unit + (unit >= 0x0100 ? 1 : 32));
}

std::u16string small(std::u16string_view units) {
    std::u16string lower(units);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char16_t unit) { return small(unit); });
    return lower;
}

bool is_of_name(const Line& line, std::size_t at) {
    const auto is_any_letter = [&](std::size_t place) { return place < line.size() && (is_letter(line.plain[place]) || line.plain[place] == letter); };
    if (is_any_letter(at)) return true;
    const bool joins = line.has(at, '-') || (at < line.size() && (line.units[at] == u'\'' || line.units[at] == u'’'));
    return joins && is_any_letter(at + 1);
}

std::size_t end_of_capitalised(const Line& line, std::size_t at) {
    constexpr std::size_t longest_name = 40;
    if (at >= line.size() || !is_capital(line.units[at])) return at;
    std::size_t end = at;
    while (end < line.size() && end - at < longest_name && is_of_name(line, end)) ++end;
    if (end == at + 1) return line.has(end, '.') ? end + 1 : at;
    return is_capital(line.units[at + 1]) ? at : end;
}

}  // namespace kb::scrubbing
