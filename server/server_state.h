// What is known of the server itself.
#pragma once

#include "server/delivery/dispatch.h"
#include "server/live_index.h"
#include "server/metrics.h"

namespace kb::server {

struct ServerState {
    const LiveIndex& index;
    const Metrics& metrics;
    const Dispatch* dispatch = nullptr;  // of tickets; nullptr without any
};

}  // namespace kb::server
