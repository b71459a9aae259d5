// What stands in texts where personal data was taken out of them; see kb/events/scrub.h.
#pragma once

#include <array>
#include <string_view>

namespace kb {

constexpr std::array<std::string_view, 5> scrub_marks = {"[email]", "[phone]", "[number]", "[address]", "[name]"};

}  // namespace kb
