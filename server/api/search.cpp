// GET /api/v1/search and /api/v1/suggest
#include <nlohmann/json.hpp>

#include "kb/search/json.h"
#include "server/api/endpoints.h"
#include "server/api/json_answer.h"
#include "server/api/search_parameters.h"
#include "server/asked_often.h"
#include "server/page/frame.h"

namespace kb::server {

namespace {

constexpr std::size_t default_hits = 10, default_suggestions = 8, most_suggestions = 50;

}  // namespace

Response answer_search(const Visit& visit) {
    SearchRequest request;
    request.text = visit.request.parameter("q");
    if (is_blank(request.text))
        return json_error(400, "missing_query", "there is nothing to look for", "give what was typed as q");
    const auto lang = read_language(visit);
    if (!lang) return lang.error();
    const auto limit = read_number(visit, "limit", default_hits, 1, max_limit);
    if (!limit) return limit.error();
    const auto offset = read_number(visit, "offset", 0, 0, max_offset);
    if (!offset) return offset.error();
    request.lang = *lang;
    request.category = visit.request.parameter("category");
    request.limit = *limit;
    request.offset = *offset;
    request.verbatim = visit.request.parameter("verbatim") == "1";
    request.audience = visit.audience();
    const auto results = visit.generation.searcher.search(request);
    if (!results) return json_error(500, "search_failed", "the search failed", "try again in a moment");
    nlohmann::ordered_json json = to_json(*results);
    json["lang"] = request.lang.empty() ? visit.generation.site().default_language : request.lang;
    return json_response(200, json);
}

Response answer_suggest(const Visit& visit) {
    const auto lang = read_language(visit);
    if (!lang) return lang.error();
    const auto limit = read_number(visit, "limit", default_suggestions, 1, most_suggestions);
    if (!limit) return limit.error();
    const SuggestRequest request{std::string(visit.request.parameter("q")), *lang, *limit};
    Suggestions suggestions = visit.generation.suggester.suggest(request);
    if (visit.asked_often != nullptr) {
        const std::string spoken = lang->empty() ? visit.generation.site().default_language : *lang;
        mix_in(suggestions, visit.asked_often->of(spoken).find(request.text, search_page(visit, spoken), *limit), *limit);
    }
    return json_response(200, to_json(suggestions));
}

}  // namespace kb::server
