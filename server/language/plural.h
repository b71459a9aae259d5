// Which form of a noun goes with a number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kb::server {

// The plural category of CLDR: "zero", "one", "two", "few", "many" or "other". Unknown languages count as English.
std::string plural_category(std::string_view lang, std::uint64_t count);

}  // namespace kb::server
