// GET /api/v1/openapi.json
#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "server/api/endpoints.h"
#include "server/api/json_answer.h"
#include "server/embedded.h"
#include "server/page/frame.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

namespace {

// What any address may answer; openapi.json has the rest.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> everywhere = {{
    {"400", "The address or the request cannot be read"},
    {"401", "The token lets nobody in"},
    {"413", "There are too many bytes"},
    {"421", "The site has another name; see hosts in kb-server.yaml"},
    {"429", "One address asks too often; see Retry-After"},
    {"500", "Something failed that is not the asker's fault"},
    {"503", "There is too much to do, or nothing to serve; see Retry-After"},
}};

Json failure(std::string_view description, bool as_page) {
    const Json error = {{"schema", {{"$ref", "#/components/schemas/Error"}}}};
    Json content = {{"application/json", error}};
    if (as_page) content["text/html"] = Json::object();
    return {{"description", description}, {"content", std::move(content)}};
}

void complete(Json& operation) {
    const bool as_page = operation["tags"][0] != "programs";
    Json& responses = operation["responses"];
    for (const auto& [status, description] : everywhere) {
        if (!responses.contains(status)) responses[std::string(status)] = failure(description, as_page);
    }
}

}  // namespace

Response answer_openapi(const Visit& visit) {
    Json description = Json::parse(embedded_file("api/openapi.json"));
    description["info"]["title"] = site_title(visit);
    description["info"]["version"] = OTVET_VERSION;
    const std::string whole = absolute_address(visit, visit.generation.base_path + "/");
    const std::string address = whole.empty() ? visit.generation.base_path + "/" : whole;
    description["servers"][0]["url"] = address.substr(0, address.size() - 1);
    for (auto& [path, operations] : description["paths"].items()) {
        for (auto& [method, operation] : operations.items()) complete(operation);
    }
    return json_response(200, description);
}

}  // namespace kb::server
