#include "server/api/json_answer.h"

#include <nlohmann/json.hpp>

namespace kb::server {

using Json = nlohmann::ordered_json;

Response json_response(int status, const Json& json) {
    // Bytes that are not UTF-8 become U+FFFD: an answer is better than none.
    return {status, "application/json; charset=utf-8", {}, json.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

Response json_error(int status, std::string_view code, std::string_view message, std::string_view hint) {
    return json_response(status, {{"error", {{"code", code}, {"message", message}, {"hint", hint}}}});
}

}  // namespace kb::server
