// Numbers written in groups: amounts of money and telephone numbers.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kb {

// What a number written in groups says, in the one form for all its spellings.
struct GroupedNumber {
    std::size_t begin = 0, end = 0;  // bytes of the source
    std::string form;
    bool operator==(const GroupedNumber&) const = default;
};

// The amount that begins with the digit at `begin`: one to three digits, then groups of exactly three behind single
// spaces (of any width) or commas, or behind points when a decimal comma follows; at most 15 digits. "1 990", "1,990"
// are 1990; "1 990,50", "1.990,50" are 1990.50 and 1990, in this order. Nothing when it is not written in groups, or in
// groups behind spaces without `spaces_group`.
std::vector<GroupedNumber> read_amount(std::string_view text, std::size_t begin, bool spaces_group);

// The telephone number that begins with the digit at `begin`: 10 to 15 digits in groups behind a plus sign; or 11 that
// begin with 7 or 8, in groups or not; or 10 behind an area code in brackets. The form is its digits: of Russian ones
// "9991234567", then "79991234567", whether written with 8, 7 or +7. Forms that are the very source are left out.
// Nothing when it is not a telephone number.
std::vector<GroupedNumber> read_phone(std::string_view text, std::size_t begin);

}  // namespace kb
