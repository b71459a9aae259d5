// Which ticket goes next. Tickets of one sender go one after another, in their order; what failed waits longer each time; and when
// the receiver itself seems to be away, one ticket at a time feels whether it is back, so that thousands that wait neither press
// on it nor wait longer for having been tried. What was tried least goes first: tickets that always fail hold up no others.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "kb/store/outbox.h"

namespace kb::server {

// For one thread at a time.
class DeliveryQueue {
public:
    using Clock = std::chrono::steady_clock;

    // What waits now, in the order of arrival. What is under way stays so; a ticket that has failed keeps its delay, unless
    // its attempts are counted anew.
    void update(const std::vector<Waiting>& waiting);
    // More that wait, behind the others; what is known already stays as it is.
    void append(const std::vector<Waiting>& waiting);

    // The next ticket, which is under way from then on; nothing when there is none that may go now.
    std::optional<std::int64_t> take(Clock::time_point now);
    // The receiver has answered, and it need not be delivered any more.
    void finish(std::int64_t place);
    // It need not be delivered any more, and nobody was asked.
    void forget(std::int64_t place);
    // `wait`: at least, as the receiver asked for.
    void fail(std::int64_t place, Clock::time_point now, std::optional<std::chrono::seconds> wait);

    // When take() may have something that it had not before, without anything else happening; nothing for never.
    std::optional<Clock::time_point> next_due() const;
    // Failures in a row, whichever the tickets.
    unsigned failures() const { return failures_; }

private:
    struct Ticket {
        std::string sender;
        int attempts = 0;
        unsigned failures = 0;  // while the receiver did not seem to be away
        std::optional<Clock::time_point> due;  // after a failure
        bool is_gone = false;  // it is under way, but need not be any more
    };
    using Place = std::int64_t;

    bool seems_away() const;
    void add(const Waiting& waiting, const Ticket* former);
    void offer(Place place);
    std::optional<Place> pick();

    std::map<Place, Ticket> tickets_;
    std::unordered_map<std::string, std::deque<Place>> senders_;  // the first of each may go
    std::set<std::pair<int, Place>> ready_;  // by attempts
    std::set<std::pair<Clock::time_point, Place>> delayed_;
    std::set<Place> under_way_;
    unsigned failures_ = 0;
    Clock::time_point paused_until_{};
};

// After the n-th failure in a row, n from 1: a second, two, four, … up to a quarter of an hour.
std::chrono::seconds wait_after(unsigned failures);

}  // namespace kb::server
