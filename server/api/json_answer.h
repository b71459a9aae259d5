// Answers of the HTTP interface.
#pragma once

#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "server/http/response.h"

namespace kb::server {

Response json_response(int status, const nlohmann::ordered_json& json);
// {"error": {"code", "message", "hint"}}
Response json_error(int status, std::string_view code, std::string_view message, std::string_view hint);

}  // namespace kb::server
