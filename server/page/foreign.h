// What readers are told of a text that is not in their language.
#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

#include "server/visit.h"

namespace kb::server {

// The code of the language, a short label and a sentence; null when `lang` is the language of the visit.
nlohmann::ordered_json foreign_view(const Visit& visit, std::string_view lang);

}  // namespace kb::server
