#include "server/mcp/json_rpc.h"

#include <utility>

namespace kb::server {

using Json = nlohmann::json;
using Answer = nlohmann::ordered_json;

namespace {

tl::unexpected<RpcError> invalid(std::string message) {
    return tl::unexpected(RpcError{RpcErrorCode::invalid_request, std::move(message)});
}

}  // namespace

tl::expected<RpcMessage, RpcError> read_message(const Json& json) {
    if (!json.is_object()) return invalid("a message is a JSON object");
    const auto version = json.find("jsonrpc");
    if (version == json.end() || *version != "2.0") return invalid("'jsonrpc' must be \"2.0\"");
    RpcMessage message;
    const auto id = json.find("id"), method = json.find("method"), params = json.find("params");
    if (method == json.end()) {
        if (!json.contains("result") && !json.contains("error")) return invalid("a message has a 'method', a 'result' or an 'error'");
        message.kind = RpcMessage::Kind::answer;
        return message;
    }
    if (!method->is_string()) return invalid("'method' must be a string");
    message.method = method->get<std::string>();
    if (params != json.end() && !params->is_null()) {
        if (!params->is_object()) return tl::unexpected(RpcError{RpcErrorCode::invalid_params, "'params' must be an object"});
        message.params = *params;
    }
    if (id == json.end()) {
        message.kind = RpcMessage::Kind::notification;
        return message;
    }
    message.id = rpc_id(json);
    if (message.id.is_null()) return invalid("'id' must be a string or a whole number");
    return message;
}

Json rpc_id(const Json& json) {
    if (!json.is_object()) return nullptr;
    const auto id = json.find("id");
    return id != json.end() && (id->is_string() || id->is_number_integer()) ? *id : Json();
}

Answer rpc_result(const Json& id, Answer result) {
    return {{"jsonrpc", "2.0"}, {"id", Answer(id)}, {"result", std::move(result)}};
}

Answer rpc_error(const Json& id, const RpcError& error) {
    return {{"jsonrpc", "2.0"}, {"id", Answer(id)}, {"error", {{"code", static_cast<int>(error.code)}, {"message", error.message}}}};
}

}  // namespace kb::server
