// Bytes as letters that any header and any mail can carry.
#pragma once

#include <string>
#include <string_view>

namespace kb {

// RFC 4648, section 4, with padding and without line breaks.
std::string base64(std::string_view bytes);

}  // namespace kb
