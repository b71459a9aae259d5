// POST /api/v1/events, and DELETE /api/v1/events/{session}
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "server/api/endpoints.h"
#include "server/api/json_answer.h"
#include "server/statistics.h"

namespace kb::server {

namespace {

using Json = nlohmann::ordered_json;

// A page that was open while its article was renamed sends the former slug.
std::string present_slug(const Visit& visit, std::string_view slug, std::string_view lang) {
    const Snapshot& snapshot = visit.snapshot();
    const auto& languages = visit.generation.site().languages;
    for (const std::string& any : languages) {
        if (snapshot.find(any, slug, visit.audience()) != nullptr) return std::string(slug);
    }
    if (const CatalogEntry* renamed = snapshot.find_alias(lang, slug, visit.audience())) return std::string(renamed->slug);
    for (const std::string& any : languages) {
        if (const CatalogEntry* renamed = snapshot.find_alias(any, slug, visit.audience())) return std::string(renamed->slug);
    }
    return {};
}

}  // namespace

Response answer_events(const Visit& visit) {
    const Request& request = visit.request;
    if (request.body.size() > longest_parcel) return json_error(413, "too_large", "the body is too large", "send at most 64 KiB");
    if (visit.statistics == nullptr || !Statistics::counts(request)) return json_response(202, Json{{"accepted", 0}});
    const auto taken = visit.statistics->take(request, [&](std::string_view slug, std::string_view lang) { return present_slug(visit, slug, lang); });
    if (taken) return json_response(202, Json{{"accepted", *taken}});
    const Error& error = taken.error();
    if (error.code == ErrorCode::busy) return json_error(429, "too_many_events", error.what, error.hint).with("Retry-After", "60");
    return json_error(400, "bad_event", error.at.path.empty() ? error.what : fmt::format("{}: {}", error.at.path, error.what), error.hint);
}

// Whoever knows a session's identifier, which is random, is who made it up.
Response erase_events(const Visit& visit) {
    if (visit.statistics == nullptr) return json_error(404, "not_found", "nothing is measured here", "");
    const auto erased = visit.statistics->erase(visit.capture("session"));
    if (!erased) return json_error(503, "not_erased", "the session could not be erased", "try again in a minute").with("Retry-After", "60");
    Response done;
    done.status = 204;
    return done;
}

}  // namespace kb::server
