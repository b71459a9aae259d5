// For those who watch the server: whether it runs, and what it serves.
#pragma once

#include "server/http/response.h"
#include "server/server_state.h"

namespace kb::server {

Response answer_health(const ServerState& state);
// 503 when nothing is served. Counts public articles only: this address is public too.
Response answer_readiness(const ServerState& state);
// In the text format of Prometheus.
Response answer_metrics(const ServerState& state);

}  // namespace kb::server
