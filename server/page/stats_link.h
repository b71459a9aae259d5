// Where reports stand.
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "server/visit.h"

namespace kb::server {

inline std::string stats_address(const Visit& visit, std::string_view lang, std::string_view report) {
    return fmt::format("{}/{}/stats/{}", visit.generation.base_path, lang, report);
}

// For those who may read them, where something is counted.
inline bool has_stats(const Visit& visit) {
    return visit.figures != nullptr && visit.request.visitor.role >= Role::writer;
}

}  // namespace kb::server
