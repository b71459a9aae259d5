// Bodies kept small on disk.
#pragma once

#include <string>
#include <string_view>

#include "kb/base/error.h"

namespace kb {

// The zlib format (RFC 1950) behind the length of the text.
std::string compress(std::string_view text);

// Fails with index_damaged for anything that compress() did not write.
Result<std::string> decompress(std::string_view compressed);

}  // namespace kb
