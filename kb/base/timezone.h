// Names of the IANA time zone database, such as "Europe/Moscow".
#pragma once

#include <string_view>

namespace kb {

bool is_known_timezone(std::string_view name);

}  // namespace kb
