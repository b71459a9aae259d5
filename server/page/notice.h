// The notice of kb.yaml above every page.
#pragma once

#include <nlohmann/json.hpp>

#include "server/visit.h"

namespace kb::server {

// Its text and the address it leads to, if any; null when there is nothing to say.
nlohmann::ordered_json notice_view(const Visit& visit);

}  // namespace kb::server
