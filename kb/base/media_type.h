// Which files may be published, and as what.
#pragma once

#include <string>
#include <string_view>

namespace kb {

// What stands behind the last dot of a file's name, in lower case; empty when there is none.
std::string file_ending(std::string_view path);

// Of images and attachments, by their ending; empty when a kind is not served.
std::string_view media_type(std::string_view path);

}  // namespace kb
