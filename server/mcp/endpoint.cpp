// POST /mcp: the Model Context Protocol over Streamable HTTP, without sessions and streams: every answer is one JSON object.
// https://modelcontextprotocol.io/specification/2025-11-25/basic/transports
#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/base/ascii.h"
#include "kb/base/json_depth.h"
#include "server/api/endpoints.h"
#include "server/api/json_answer.h"
#include "server/mcp/json_rpc.h"
#include "server/mcp/tools.h"
#include "server/page/frame.h"

namespace kb::server {

using Given = nlohmann::json;
using Json = nlohmann::ordered_json;

namespace {

// The newest first.
constexpr std::array<std::string_view, 3> versions = {"2025-11-25", "2025-06-18", "2025-03-26"};
constexpr std::size_t most_together = 20;  // requests of a batch, which versions before 2025-06-18 have

bool is_known_version(std::string_view version) {
    return std::find(versions.begin(), versions.end(), version) != versions.end();
}

using Answer = tl::expected<Json, RpcError>;

tl::unexpected<RpcError> wrong_params(std::string message) {
    return tl::unexpected(RpcError{RpcErrorCode::invalid_params, std::move(message)});
}

std::string text_param(const Given& params, std::string_view name) {
    const auto found = params.find(name);
    return found != params.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Answer initialize(const Visit& visit, const Given& params) {
    const std::string asked = text_param(params, "protocolVersion");
    if (asked.empty()) return wrong_params("'protocolVersion' must be a string");
    return Json{{"protocolVersion", is_known_version(asked) ? asked : std::string(versions.front())},
                {"capabilities", {{"tools", {{"listChanged", false}}}}},
                {"serverInfo", {{"name", "otvet"}, {"title", site_title(visit)}, {"version", OTVET_VERSION}}},
                {"instructions", "The help center's articles: look for them with 'search', read them with 'get_article', and give customers "
                                 "their addresses. 'similar_questions' takes a customer's whole message."}};
}

Answer ping(const Visit&, const Given&) {
    return Json::object();
}

Answer list_tools(const Visit&, const Given&) {
    Json list = Json::array();
    for (const Tool& tool : tools())
        list.push_back({{"name", tool.name},
                        {"title", tool.title},
                        {"description", tool.help},
                        {"inputSchema", Json::parse(tool.input)},
                        {"outputSchema", Json::parse(tool.output)},
                        {"annotations", {{"title", tool.title}, {"readOnlyHint", true}, {"openWorldHint", false}}}});
    return Json{{"tools", std::move(list)}};
}

Answer call_tool(const Visit& visit, const Given& params) {
    const std::string name = text_param(params, "name");
    const Tool* tool = find_tool(name);
    if (tool == nullptr) return wrong_params(fmt::format("there is no tool '{}'; see tools/list", name));
    const auto given = params.find("arguments");
    const Given arguments = given == params.end() || given->is_null() ? Given::object() : *given;
    if (!arguments.is_object()) return wrong_params("'arguments' must be an object");
    auto answer = call(*tool, visit, arguments);
    const auto said = [](const std::string& text) { return Json::array({{{"type", "text"}, {"text", text}}}); };
    // Models read why, and try again.
    if (!answer) return Json{{"content", said(answer.error())}, {"isError", true}};
    return Json{{"content", said(answer->text)}, {"structuredContent", std::move(answer->structure)}, {"isError", false}};
}

struct Method {
    std::string_view name;
    Answer (*answer)(const Visit& visit, const Given& params);
};
constexpr std::array<Method, 4> methods = {{{"initialize", initialize}, {"ping", ping}, {"tools/list", list_tools}, {"tools/call", call_tool}}};

// Nothing for what wants no answer.
std::optional<Json> answer_message(const Visit& visit, const Given& json) {
    const auto message = read_message(json);
    if (!message) return rpc_error(rpc_id(json), message.error());
    if (message->kind != RpcMessage::Kind::request) return {};
    const auto method = std::find_if(methods.begin(), methods.end(), [&](const Method& each) { return each.name == message->method; });
    if (method == methods.end())
        return rpc_error(message->id, {RpcErrorCode::method_not_found, fmt::format("there is no method '{}' here", message->method)});
    auto answer = method->answer(visit, message->params);
    return answer ? rpc_result(message->id, std::move(*answer)) : rpc_error(message->id, answer.error());
}

Response accepted() {
    return Response{202, {}, {}, {}};
}

Response answer_batch(const Visit& visit, const Given& batch) {
    if (batch.empty() || batch.size() > most_together)
        return json_response(400, rpc_error(nullptr, {RpcErrorCode::invalid_request, fmt::format("a batch has 1 to {} messages", most_together)}));
    Json answers = Json::array();
    for (const Given& each : batch) {
        if (auto answer = answer_message(visit, each)) answers.push_back(std::move(*answer));
    }
    return answers.empty() ? accepted() : json_response(200, answers);
}

// Names of media types are the same in capitals: https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1
bool is_json(std::string_view content_type) {
    return lower_ascii(trim_blanks(content_type.substr(0, content_type.find(';')))) == "application/json";
}

bool takes_json(const Request& request) {
    const std::string_view accept = request.header("accept");
    if (accept.empty()) return true;
    constexpr std::array<std::string_view, 3> fitting = {"application/json", "application/*", "*/*"};
    return std::any_of(fitting.begin(), fitting.end(), [&](std::string_view type) { return accept.find(type) != accept.npos; });
}

std::optional<Response> refuse(const Request& request) {
    // Else a page of another site could speak to a help center that only this browser's network reaches.
    if (request.is_foreign) return json_error(403, "foreign_origin", "pages of other sites may not ask here", "ask from a program, or from a page of this site");
    if (!is_json(request.header("content-type")))
        return json_error(415, "not_json", "the body must be JSON", "send Content-Type: application/json");
    if (!takes_json(request)) return json_error(406, "not_acceptable", "answers are JSON", "send Accept: application/json, text/event-stream");
    const std::string_view version = request.header("mcp-protocol-version");
    if (!version.empty() && !is_known_version(version))
        return json_error(400, "unknown_version", "this version of MCP is not spoken here", fmt::format("send one of {}", fmt::join(versions, ", ")));
    return {};
}

}  // namespace

Response answer_mcp(const Visit& visit) {
    if (auto refused = refuse(visit.request)) return std::move(*refused);
    const std::string_view body = visit.request.body;
    if (is_json_deeper(body))
        return json_response(400, rpc_error(nullptr, {RpcErrorCode::invalid_request, fmt::format("the body is more than {} levels deep", max_json_depth)}));
    const Given json = Given::parse(body, nullptr, false);
    if (json.is_discarded()) return json_response(400, rpc_error(nullptr, {RpcErrorCode::parse_error, "the body is not JSON"}));
    if (json.is_array()) return answer_batch(visit, json);
    const auto answer = answer_message(visit, json);
    if (!answer) return accepted();
    const auto error = answer->find("error");
    const bool is_message = error == answer->end() || (*error)["code"] != static_cast<int>(RpcErrorCode::invalid_request);
    return json_response(is_message ? 200 : 400, *answer);
}

}  // namespace kb::server
