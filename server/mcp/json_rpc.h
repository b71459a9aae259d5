// JSON-RPC 2.0 as MCP uses it: what a message is, and what answers look like. https://www.jsonrpc.org/specification
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>
#include <tl/expected.hpp>

namespace kb::server {

// Numbers are those of the specification.
enum class RpcErrorCode : int {
    parse_error = -32700,
    invalid_request = -32600,
    method_not_found = -32601,
    invalid_params = -32602,
    internal_error = -32603,
};

struct RpcError {
    RpcErrorCode code = RpcErrorCode::internal_error;
    std::string message;
};

struct RpcMessage {
    enum class Kind { request, notification, answer };
    Kind kind = Kind::request;
    nlohmann::json id;   // a string or a whole number; null unless it is a request
    std::string method;  // empty for an answer
    nlohmann::json params = nlohmann::json::object();
};

// Fails with invalid_request for what is none of the three, with invalid_params for parameters that are no object.
tl::expected<RpcMessage, RpcError> read_message(const nlohmann::json& json);

// By which an answer names the request, though the rest of it may be wrong; null when there is none.
nlohmann::json rpc_id(const nlohmann::json& json);

nlohmann::ordered_json rpc_result(const nlohmann::json& id, nlohmann::ordered_json result);
nlohmann::ordered_json rpc_error(const nlohmann::json& id, const RpcError& error);

}  // namespace kb::server
