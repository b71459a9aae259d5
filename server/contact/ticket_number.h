// How people read a ticket's number.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kb::server {

constexpr std::size_t ticket_digits = 8;

inline bool is_ticket_number(std::string_view text) {
    return text.size() == ticket_digits && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// In two groups, with a space that does not break: easier to read out. `number` is one.
inline std::string grouped(std::string_view number) {
    return std::string(number.substr(0, ticket_digits / 2)).append("\u00a0").append(number.substr(ticket_digits / 2));
}

}  // namespace kb::server
