// Who runs this program.
#pragma once

#include <string>

namespace kb {

// The name of the user, or the number of one who has none; of root by sudo also who asked for it: "root (anna)".
std::string unix_user();

}  // namespace kb
