// What is known of the server itself.
#pragma once

#include "server/live_index.h"
#include "server/metrics.h"

namespace kb::server {

struct ServerState {
    const LiveIndex& index;
    const Metrics& metrics;
};

}  // namespace kb::server
