// POST /api/v1/similar
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/search/json.h"
#include "kb/search/similar_finder.h"
#include "server/api/endpoints.h"
#include "server/api/json_answer.h"
#include "server/api/json_body.h"
#include "server/api/search_parameters.h"

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

tl::expected<SimilarRequest, Response> read_request(const Visit& visit) {
    const auto json = read_object(visit.request.body);
    if (!json) return tl::unexpected(json.error());
    auto subject = read_text(*json, "subject"), body = read_text(*json, "body"), lang = read_text(*json, "lang");
    for (const auto* text : {&subject, &body, &lang}) {
        if (!*text) return tl::unexpected(text->error());
    }
    if (is_blank(*subject) && is_blank(*body))
        return tl::unexpected(json_error(400, "missing_text", "there is no message", "give what the customer wrote as subject, body or both"));
    auto known = check_language(visit, std::move(*lang));
    if (!known) return tl::unexpected(known.error());
    const auto limit = read_limit(*json);
    if (!limit) return tl::unexpected(limit.error());
    return SimilarRequest{std::move(*subject), std::move(*body), std::move(*known), *limit, visit.audience(), {}};
}

}  // namespace

Response answer_similar(const Visit& visit) {
    const auto request = read_request(visit);
    if (!request) return request.error();
    const auto results = visit.generation.similar_finder.find(*request);
    if (!results) return json_error(500, "search_failed", "the search failed", "try again in a moment");
    return json_response(200, to_json(*results));
}

}  // namespace kb::server
