#include "server/http/rate_limiter.h"

namespace kb::server {

namespace {

// A flood from many addresses costs no more memory than this; about 1 MiB a shard.
constexpr std::size_t most_in_shard = 8192;

}  // namespace

RateLimiter::RateLimiter(const Rate& rate)
    : interval_(std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(1 / rate.per_second))),
      tolerance_(interval_ * rate.burst) {}

std::optional<RateLimiter::Clock::duration> RateLimiter::refuse(const IpAddress& address, Clock::time_point now, unsigned count) {
    const IpAddress household = address.household();
    Shard& shard = shards_[IpHash()(household) % shards_.size()];
    const std::lock_guard lock(shard.mutex);
    if (shard.empty_at.size() >= most_in_shard) {
        std::erase_if(shard.empty_at, [&](const auto& each) { return each.second <= now; });
        if (shard.empty_at.size() >= most_in_shard) shard.empty_at.clear();
    }
    Clock::time_point& empty_at = shard.empty_at.try_emplace(household, now).first->second;
    const Clock::time_point then = std::max(empty_at, now) + interval_ * count;
    if (then - now > tolerance_) return then - now - tolerance_;
    empty_at = then;
    return {};
}

std::optional<RateLimiter::Clock::duration> RateLimiter::time_left(const IpAddress& address, Clock::time_point now) {
    const IpAddress household = address.household();
    Shard& shard = shards_[IpHash()(household) % shards_.size()];
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.empty_at.find(household);
    if (found == shard.empty_at.end()) return {};
    const Clock::time_point then = std::max(found->second, now) + interval_;
    if (then - now > tolerance_) return then - now - tolerance_;
    return {};
}

}  // namespace kb::server
