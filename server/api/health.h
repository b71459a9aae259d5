// For those who watch the server: whether it runs, and what it serves.
#pragma once

#include "server/http/response.h"
#include "server/live_index.h"

namespace kb::server {

Response answer_health(const LiveIndex& index);
// 503 when nothing is served. Counts public articles only: this address is public too.
Response answer_readiness(const LiveIndex& index);

}  // namespace kb::server
