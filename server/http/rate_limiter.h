// How often one address may ask.
#pragma once

#include <array>
#include <chrono>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "server/http/ip_address.h"

namespace kb::server {

struct Rate {
    double per_second = 50;  // over time, more than 0
    unsigned burst = 200;    // at once, at least 1
};

// A leaky bucket for each household, as the generic cell rate algorithm has it (ITU-T I.371): all that is kept is the time
// when the bucket will be empty. Any number of threads may use one.
class RateLimiter {
public:
    using Clock = std::chrono::steady_clock;

    explicit RateLimiter(const Rate& rate);

    // Takes `count` of the address, at most the burst; when it has fewer left, nothing is taken, and the time until it has is returned.
    std::optional<Clock::duration> refuse(const IpAddress& address, Clock::time_point now, unsigned count = 1);
    // The same without taking one.
    std::optional<Clock::duration> time_left(const IpAddress& address, Clock::time_point now);

private:
    struct Shard {
        std::mutex mutex;
        std::unordered_map<IpAddress, Clock::time_point, IpHash> empty_at;
    };

    Clock::duration interval_, tolerance_;
    std::array<Shard, 16> shards_;
};

}  // namespace kb::server
