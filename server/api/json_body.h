// The JSON objects that programs post, read field by field.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>
#include <tl/expected.hpp>

#include "server/http/response.h"

namespace kb::server {

// What is answered to a field that is not of its type.
tl::unexpected<Response> wrong_type(std::string_view name, std::string_view hint);

tl::expected<nlohmann::json, Response> read_object(std::string_view body);

// Empty when there is none.
tl::expected<std::string, Response> read_text(const nlohmann::json& json, std::string_view name);

}  // namespace kb::server
