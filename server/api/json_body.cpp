#include "server/api/json_body.h"

#include <fmt/format.h>

#include "kb/base/json_depth.h"
#include "server/api/json_answer.h"

namespace kb::server {

using Json = nlohmann::json;

tl::unexpected<Response> wrong_type(std::string_view name, std::string_view hint) {
    return tl::unexpected(json_error(400, "invalid_parameter", fmt::format("'{}' is not what it should be", name), hint));
}

tl::expected<Json, Response> read_object(std::string_view body) {
    Json json = is_json_deeper(body) ? Json() : Json::parse(body, nullptr, false);
    if (json.is_object()) return json;
    return tl::unexpected(json_error(400, "invalid_json", "the body is not a JSON object", fmt::format("send an object as UTF-8, at most {} levels deep", max_json_depth)));
}

tl::expected<std::string, Response> read_text(const Json& json, std::string_view name) {
    const auto found = json.find(name);
    if (found == json.end()) return std::string();
    if (found->is_string()) return found->get<std::string>();
    return wrong_type(name, "give a string");
}

}  // namespace kb::server
