// The check digits of numbers that people are given.
#pragma once

#include <cstddef>
#include <string_view>

namespace kb {

// Of bank cards: ISO/IEC 7812-1, annex B. `digits` are digits alone.
constexpr bool fits_luhn(std::string_view digits) {
    int sum = 0;
    for (std::size_t at = 0; at < digits.size(); ++at) {
        const int digit = digits[digits.size() - 1 - at] - '0';
        sum += at % 2 == 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0);
    }
    return sum % 10 == 0;
}

}  // namespace kb
