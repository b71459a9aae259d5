// Percent-encoding for addresses that we write (RFC 3986).
#pragma once

#include <string>
#include <string_view>

namespace kb {

// A value of a query: everything but letters, digits and -._~ is encoded.
std::string encode_query_value(std::string_view text);

// A path: as above, but slashes stay.
std::string encode_path(std::string_view path);

}  // namespace kb
