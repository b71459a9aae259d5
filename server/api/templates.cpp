// GET /api/v1/templates
#include <nlohmann/json.hpp>

#include "server/api/endpoints.h"
#include "server/api/json_answer.h"
#include "server/api/search_parameters.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

Response answer_templates(const Visit& visit) {
    const auto lang = check_language(visit, std::string(visit.request.parameter("lang")));
    if (!lang) return lang.error();
    Json list = Json::array();
    for (const AnswerTemplate& one : visit.snapshot().info().templates) {
        if (!lang->empty() && one.lang != *lang) continue;
        list.push_back({{"slug", one.slug}, {"lang", one.lang}, {"title", one.title}, {"tags", one.tags},
                        {"markdown", one.markdown}, {"text", one.text}, {"html", one.html}, {"fields", one.fields}});
    }
    return json_response(200, {{"templates", std::move(list)}});
}

}  // namespace kb::server
