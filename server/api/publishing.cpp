// GET /api/v1/stats/publishing
#include <nlohmann/json.hpp>

#include "kb/base/date.h"
#include "kb/index/publishing.h"
#include "server/api/endpoints.h"
#include "server/api/json_answer.h"
#include "server/live_index.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

namespace {

Json time_or_null(std::int64_t seconds) {
    return seconds == 0 ? Json() : Json(to_iso_time(seconds));
}

Json generation_view(const GenerationInfo& info) {
    return {{"generation", info.number},
            {"commit", info.commit ? Json(*info.commit) : Json()},
            {"created", to_iso_time(info.created)},
            {"articles", info.articles}};
}

// Times as everywhere in the interface.
Json last_view(const PublishingStatus& status) {
    Json view = to_json(status);
    view.erase("version");
    for (const char* name : {"since", "at", "working_since"}) view[name] = time_or_null(view[name].get<std::int64_t>());
    return view;
}

}  // namespace

Response answer_publishing(const Visit& visit) {
    const Publishing publishing = read_publishing(visit.index->path());
    Json live = generation_view(visit.snapshot().info());
    live["since"] = publishing.live == visit.snapshot().info().number ? time_or_null(publishing.live_since) : Json();
    Json kept = Json::array();
    for (const GenerationEntry& entry : publishing.kept) {
        Json view = generation_view(entry.info);
        view["current"] = entry.current;
        kept.push_back(std::move(view));
    }
    const Watching& watching = publishing.watching;
    return json_response(200, {{"live", std::move(live)},
                               {"kept", std::move(kept)},
                               {"rolled_back_from", publishing.pinned ? Json(*publishing.pinned) : Json()},
                               {"watch", watching.was_ever ? Json({{"running", watching.is_running}, {"looked", time_or_null(watching.looked)}}) : Json()},
                               {"last", publishing.last ? last_view(*publishing.last) : Json()}});
}

}  // namespace kb::server
