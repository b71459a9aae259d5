// Where the agents' desk stands.
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "server/visit.h"

namespace kb::server {

inline std::string desk_address(const Visit& visit, std::string_view lang) {
    return fmt::format("{}/{}/desk", visit.generation.base_path, lang);
}

// For those who answer customers.
inline bool has_desk(const Visit& visit) {
    return visit.request.visitor.role >= Role::agent;
}

}  // namespace kb::server
