#include "server/api/health.h"

#include <nlohmann/json.hpp>

#include "kb/base/date.h"
#include "kb/index/publishing.h"
#include "server/api/json_answer.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

namespace {

// How many write to support is nobody else's business. A server whose receiver is away is ready all the same.
Json outbox_view(const OutboxReport& report, bool is_for_operator) {
    Json view = {{"status", report.is_broken ? "broken" : report.is_stuck ? "stuck" : "ok"}};
    if (!is_for_operator) return view;
    const OutboxCounts& counts = report.counts;
    view.update({{"waiting", counts.waiting},
                 {"held", counts.held},
                 {"rejected", counts.rejected},
                 {"receipts_waiting", counts.receipts_waiting},
                 {"oldest_waiting_seconds", report.oldest_waiting_seconds}});
    if (!counts.last_failure.empty()) view["last_failure"] = counts.last_failure;
    return view;
}

// Why nothing newer is served. What is wrong with the content is the writers' business, and may name what customers must not know of.
Json publishing_view(const PublishingStatus& status, const Watching& watching, bool is_for_staff) {
    Json view = {{"status", name_of(status.state)}, {"since", to_iso_time(status.since)}};
    if (!is_for_staff) return view;
    view.update({{"commit", status.commit ? Json(*status.commit) : Json()}, {"last_attempt", to_iso_time(status.at)}});
    if (status.state != PublishingStatus::State::published)
        view.update({{"reason", status.reason}, {"message", status.what}, {"errors", status.errors}, {"failing_expectations", status.failing}});
    if (watching.was_ever) view.update({{"watched", watching.is_running}, {"looked", to_iso_time(watching.looked)}});
    return view;
}

}  // namespace

Response answer_health(const ServerState&, const Request&) {
    return json_response(200, {{"status", "ok"}});
}

Response answer_readiness(const ServerState& state, const Request& request) {
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
    if (const auto status = index.publishing()) {
        const bool is_for_staff = request.is_from_operator || request.visitor.role >= Role::writer;
        json["publishing"] = publishing_view(*status, is_for_staff ? read_watching(index.path()) : Watching(), is_for_staff);
    }
    if (state.dispatch != nullptr) json["outbox"] = outbox_view(state.dispatch->report(), request.is_from_operator);
    return json_response(200, json);
}

Response answer_metrics(const ServerState& state, const Request&) {
    const auto generation = state.index.current();
    return {200, "text/plain; version=0.0.4; charset=utf-8", {}, state.metrics.text(generation.get())};
}

}  // namespace kb::server
