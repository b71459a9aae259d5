// Lower case, in every alphabet.
#pragma once

#include <string>
#include <string_view>

namespace kb {

// As no language in particular does it; what is not well-formed UTF-8 becomes U+FFFD.
std::string to_lower(std::string_view text);

}  // namespace kb
