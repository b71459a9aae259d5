// The two layouts that Russian customers switch between: ЙЦУКЕН and QWERTY on one keyboard.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kb {

// What the same keys type in the other layout, letters and the marks on letter keys alike: "gfhjkm" is "пароль" and
// "руддщ" is "hello". In well-formed UTF-8 and out. Nothing for a text with letters of both layouts or of none.
std::optional<std::string> in_other_layout(std::string_view text);

// Whether two lower-case letters are next to each other in a row of one of the layouts.
bool are_neighbours(char16_t a, char16_t b);

}  // namespace kb
