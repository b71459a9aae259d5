// POST /api/v1/similar
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/search/json.h"
#include "kb/search/similar_finder.h"
#include "kb/store/event.h"
#include "server/api/endpoints.h"
#include "server/api/json_answer.h"
#include "server/api/json_body.h"
#include "server/api/search_parameters.h"
#include "server/question_memory.h"
#include "server/statistics.h"

namespace kb::server {

namespace {

using Json = nlohmann::json;

tl::expected<std::size_t, Response> read_limit(const Json& json) {
    const auto found = json.find("limit");
    if (found == json.end()) return SimilarRequest().limit;
    if (found->is_number_unsigned()) {
        const auto limit = found->get<std::uint64_t>();
        if (limit >= 1 && limit <= most_similar) return static_cast<std::size_t>(limit);
    }
    return wrong_type("limit", fmt::format("give a whole number from 1 to {}", most_similar));
}

struct Asked {
    SimilarRequest request;
    std::string session, source;  // may be empty
};

tl::expected<Asked, Response> read_request(const Visit& visit) {
    const auto json = read_object(visit.request.body);
    if (!json) return tl::unexpected(json.error());
    auto subject = read_text(*json, "subject"), body = read_text(*json, "body"), lang = read_text(*json, "lang");
    auto session = read_text(*json, "session"), source = read_text(*json, "source");
    for (const auto* text : {&subject, &body, &lang, &session, &source}) {
        if (!*text) return tl::unexpected(text->error());
    }
    if (is_blank(*subject) && is_blank(*body))
        return tl::unexpected(json_error(400, "missing_text", "there is no message", "give what the customer wrote as subject, body or both"));
    auto known = check_language(visit, std::move(*lang));
    if (!known) return tl::unexpected(known.error());
    const auto limit = read_limit(*json);
    if (!limit) return tl::unexpected(limit.error());
    SimilarRequest request{std::move(*subject), std::move(*body), std::move(*known), *limit, visit.audience(), {}, {}, visit.audience() == Audience::staff};
    if (visit.questions != nullptr) request.past = visit.questions->current();
    return Asked{std::move(request), std::move(*session), std::move(*source)};
}

// A share of the visits of the contact form is shown nothing, so that it can be told what suggestions bring.
bool is_held_out(const Visit& visit, const Asked& asked) {
    if (asked.source != name_of(EventSource::contact) || asked.session.empty()) return false;
    return visit.statistics != nullptr && visit.statistics->is_held_out(asked.session);
}

}  // namespace

Response answer_similar(const Visit& visit) {
    const auto asked = read_request(visit);
    if (!asked) return asked.error();
    if (is_held_out(visit, *asked)) return json_response(200, {{"articles", Json::array()}, {"questions", Json::array()}, {"held_out", true}});
    const auto results = visit.generation.similar_finder.find(asked->request);
    if (!results) return json_error(500, "search_failed", "the search failed", "try again in a moment");
    Json json = to_json(*results);
    if (asked->request.with_questions) json["staff"] = true;
    return json_response(200, json);
}

}  // namespace kb::server
