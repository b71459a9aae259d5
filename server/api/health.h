// For those who watch the server: whether it runs, and what it serves.
#pragma once

#include "server/http/response.h"
#include "server/http/request.h"
#include "server/server_state.h"

namespace kb::server {

Response answer_health(const ServerState& state, const Request& request);
// 503 when nothing is served. Counts public articles only: this address is public too.
Response answer_readiness(const ServerState& state, const Request& request);
// In the text format of Prometheus.
Response answer_metrics(const ServerState& state, const Request& request);

}  // namespace kb::server
