#include "server/api/health.h"

#include <nlohmann/json.hpp>

#include "kb/base/date.h"
#include "server/api/json_answer.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

Response answer_health(const ServerState&) {
    return json_response(200, {{"status", "ok"}});
}

Response answer_readiness(const ServerState& state) {
    const LiveIndex& index = state.index;
    const auto generation = index.current();
    if (generation == nullptr) return json_error(503, "not_ready", "no generation is loaded", "run kb-indexer build");
    const Snapshot& snapshot = *generation->snapshot;
    const GenerationInfo& info = snapshot.info();
    Json json = {{"status", "ready"},
                 {"generation", info.number},
                 {"commit", info.commit ? Json(*info.commit) : Json()},
                 {"articles", generation->public_articles},
                 {"built", to_iso_time(info.created)}};
    // The place on disk stays in the log.
    if (const auto problem = index.problem())
        json["problem"] = {{"code", name_of(problem->code)}, {"message", problem->what}};
    return json_response(200, json);
}

Response answer_metrics(const ServerState& state) {
    const auto generation = state.index.current();
    return {200, "text/plain; version=0.0.4; charset=utf-8", {}, state.metrics.text(generation.get())};
}

}  // namespace kb::server
