#include "kb/text/token_number.h"

#include <algorithm>
#include <optional>

#include "kb/text/token_letter.h"

namespace kb {

namespace {

constexpr std::size_t max_digits = 15;  // E.164 has no longer numbers
constexpr std::size_t national_digits = 10;
constexpr std::size_t trunk_digits = 11;  // +7 or 8, and a national number

bool digit_at(std::string_view text, std::size_t at) {
    return at < text.size() && is_digit(text[at]);
}

bool word_at(std::string_view text, std::size_t at) {
    return at < text.size() && is_word_letter(letter_at(text, at).code);
}

// Where the run of digits from `at` on ends; runs longer than any number are not read to their end.
std::size_t end_of_digits(std::string_view text, std::size_t at) {
    const std::size_t limit = std::min(text.size(), at + max_digits + 1);
    while (at < limit && is_digit(text[at])) ++at;
    return at;
}

// One of `joiners` with a digit behind it: the number goes on, and is something else.
bool goes_on(std::string_view text, std::size_t at, std::string_view joiners) {
    return at < text.size() && joiners.find(text[at]) != std::string_view::npos && digit_at(text, at + 1);
}

enum class Grouping { none, spaces, commas, points };

Grouping grouping_by(UChar32 code) {
    if (code == ',') return Grouping::commas;
    if (code == '.') return Grouping::points;
    return is_group_space(code) ? Grouping::spaces : Grouping::none;
}

// 1 990,50 and 1 990.50; 1,990.50; 1.990,50
bool is_decimal_sign(char sign, Grouping grouping) {
    return (sign == ',' && grouping != Grouping::commas) || (sign == '.' && grouping != Grouping::points);
}

// The group of exactly three digits behind a separator of this kind.
std::optional<std::string_view> group_at(std::string_view text, std::size_t at, Grouping grouping) {
    if (at >= text.size()) return std::nullopt;
    const Letter separator = letter_at(text, at);
    if (grouping_by(separator.code) != grouping || end_of_digits(text, separator.end) != separator.end + 3)
        return std::nullopt;
    return text.substr(separator.end, 3);
}

struct Phone {
    std::string digits;
    std::size_t groups = 0, first_group = 0;
    std::size_t end = 0;
};

// Past what may stand between the groups of a telephone number; `at` itself when the number ends here.
std::size_t end_of_separator(std::string_view text, std::size_t at) {
    constexpr int longest = 3;  // " - ", ") -"
    if (at < text.size() && text[at] == '.') return at + 1;
    std::size_t end = at;
    for (int count = 0; count < longest && end < text.size(); ++count) {
        const Letter letter = letter_at(text, end);
        if (!is_group_space(letter.code) && !is_hyphen(letter.code) && letter.code != '(' && letter.code != ')') break;
        end = letter.end;
    }
    return end;
}

// Groups of digits from `at` on, while they are `wanted` digits together or fewer.
Phone read_groups(std::string_view text, std::size_t at, std::size_t wanted) {
    Phone phone;
    while (digit_at(text, at)) {
        const std::size_t end = end_of_digits(text, at);
        if (phone.digits.size() + end - at > wanted || word_at(text, end)) break;
        phone.digits.append(text, at, end - at);
        phone.end = end;
        if (phone.groups++ == 0) phone.first_group = end - at;
        at = end_of_separator(text, end);
        if (at == end) break;
    }
    return phone;
}

bool is_area(char digit) {
    return digit >= '3';
}

// In Russia and Kazakhstan 8 is dialled instead of +7.
bool has_trunk(const Phone& phone) {
    return phone.digits.size() == trunk_digits && is_area(phone.digits[1]) &&
           (phone.first_group == 1 || phone.first_group == 4 || phone.first_group == trunk_digits);
}

std::optional<Phone> find_phone(std::string_view text, std::size_t begin) {
    const char before = begin > 0 ? text[begin - 1] : ' ';
    std::optional<Phone> phone;
    if (before == '+') {
        const bool fixed_length = text[begin] == '7' || text[begin] == '1';
        phone = read_groups(text, begin, fixed_length ? trunk_digits : max_digits);
        if (phone->digits.size() < (fixed_length ? trunk_digits : national_digits)) return std::nullopt;
    } else if (text[begin] == '7' || text[begin] == '8') {
        phone = read_groups(text, begin, trunk_digits);
        if (!has_trunk(*phone)) phone.reset();
        else phone->digits[0] = '7';
    }
    if (!phone && before == '(') {
        phone = read_groups(text, begin, national_digits);
        const bool has_area = phone->first_group >= 3 && text.substr(begin + phone->first_group).starts_with(')');
        if (phone->digits.size() != national_digits || !has_area) return std::nullopt;
    }
    if (!phone || goes_on(text, phone->end, "-.")) return std::nullopt;
    return phone;
}

}  // namespace

std::vector<GroupedNumber> read_amount(std::string_view text, std::size_t begin, bool spaces_group) {
    std::size_t end = end_of_digits(text, begin);
    if (text[begin] == '0' || end - begin > 3 || end >= text.size()) return {};
    const Grouping grouping = grouping_by(letter_at(text, end).code);
    if (grouping == Grouping::none || (grouping == Grouping::spaces && !spaces_group)) return {};
    std::string digits(text.substr(begin, end - begin));
    while (const auto group = group_at(text, end, grouping)) {
        digits += *group;
        end = static_cast<std::size_t>(group->data() - text.data()) + 3;
        if (digits.size() > max_digits) return {};
    }
    if (digits.size() <= 3) return {};
    const bool has_fraction = end < text.size() && digit_at(text, end + 1) && is_decimal_sign(text[end], grouping);
    if (!has_fraction) {
        // 1.990 is rather a version, and 192.168.100.200 an address.
        const bool another = grouping == Grouping::points || goes_on(text, end, ".,/:_@");
        return another ? std::vector<GroupedNumber>() : std::vector<GroupedNumber>{{begin, end, digits}};
    }
    const std::size_t fraction_end = end_of_digits(text, end + 1);
    if (digit_at(text, fraction_end) || goes_on(text, fraction_end, ".,/:_@")) return {};
    std::string exact = digits + '.' + std::string(text.substr(end + 1, fraction_end - end - 1));
    return {{begin, fraction_end, std::move(exact)}, {begin, end, std::move(digits)}};
}

std::vector<GroupedNumber> read_phone(std::string_view text, std::size_t begin) {
    const std::optional<Phone> phone = find_phone(text, begin);
    if (!phone) return {};
    std::vector<GroupedNumber> forms;
    const std::string_view source = text.substr(begin, phone->end - begin);
    if (phone->digits.size() == trunk_digits && phone->digits[0] == '7')
        forms.push_back({begin, phone->end, phone->digits.substr(1)});
    if (phone->digits != source) forms.push_back({begin, phone->end, phone->digits});
    return forms;
}

}  // namespace kb
