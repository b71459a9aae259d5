#include "server/delivery/courier.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

#include <fmt/format.h>

namespace kb::server {

namespace {

// Whoever searches comes first.
constexpr int niceness = 10;

void step_back() {
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness);
}

ErrandState state_after(Outcome outcome) {
    switch (outcome) {
        case Outcome::delivered: return ErrandState::done;
        case Outcome::rejected: return ErrandState::rejected;
        case Outcome::failed: break;
    }
    return ErrandState::waiting;
}

}  // namespace

Courier::~Courier() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

void Courier::start() {
    look_again();
    for (const auto& receiver : parts_.receivers) threads_.emplace_back([this, &receiver] { work(*receiver); });
}

void Courier::look_for_new() {
    const std::lock_guard recording(recording_);
    const auto waiting = parts_.outbox.waiting(parts_.errand, last_);
    if (!waiting) return write(parts_.log, LogLevel::error, to_string(waiting.error()));
    if (waiting->empty()) return;
    last_ = waiting->back().place;
    const std::lock_guard lock(mutex_);
    queue_.append(*waiting);
    changed_.notify_all();
}

void Courier::look_again() {
    const std::lock_guard recording(recording_);  // what is being written down counts as it will be
    const auto waiting = parts_.outbox.waiting(parts_.errand);
    if (!waiting) return write(parts_.log, LogLevel::error, to_string(waiting.error()));
    if (!waiting->empty()) last_ = std::max(last_, waiting->back().place);
    const std::lock_guard lock(mutex_);
    queue_.update(*waiting);
    changed_.notify_all();
}

void Courier::work(Receiver& receiver) {
    step_back();
    while (const auto place = next()) {
        const auto ticket = read(*place);
        if (!ticket) continue;
        Delivery delivery = receiver.deliver(*ticket);
        parts_.counted(delivery.outcome);
        // What we called off is neither here nor there.
        if (stopping_ && delivery.outcome == Outcome::failed) return;
        settle({{*place, state_after(delivery.outcome), delivery.reason}, std::move(delivery)});
    }
}

// Waits for a ticket; nothing when it is time to stop.
std::optional<std::int64_t> Courier::next() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        if (const auto place = queue_.take(DeliveryQueue::Clock::now())) return place;
        if (const auto due = queue_.next_due()) changed_.wait_until(lock, *due);
        else changed_.wait(lock);
    }
    return {};
}

// Nothing when it was dropped a moment ago, or cannot be read now.
std::optional<Ticket> Courier::read(std::int64_t place) {
    auto ticket = parts_.outbox.find_waiting(parts_.errand, place);
    if (ticket && *ticket) return std::move(*ticket);
    if (!ticket && ticket.error().code == ErrorCode::index_damaged) {
        settle({{place, ErrandState::rejected, ticket.error().what}, {Outcome::rejected, ticket.error().what, {}}});
    } else {
        const std::lock_guard lock(mutex_);
        if (ticket) queue_.forget(place);
        else queue_.fail(place, DeliveryQueue::Clock::now(), {});
    }
    return {};
}

// Several that finish at the same time are written down together: one flush of the disk for all.
void Courier::settle(Finished finished) {
    {
        const std::lock_guard lock(mutex_);
        finished_.push_back(std::move(finished));
    }
    settle();
}

void Courier::settle() {
    const std::lock_guard recording(recording_);
    std::vector<Finished> batch;
    {
        const std::lock_guard lock(mutex_);
        batch.swap(finished_);
    }
    if (batch.empty()) return;
    std::vector<Attempt> attempts;
    for (const Finished& finished : batch) attempts.push_back(finished.attempt);
    if (const auto recorded = parts_.outbox.record(parts_.errand, attempts, parts_.clock()); !recorded) {
        write(parts_.log, LogLevel::error, to_string(recorded.error()));
        const std::lock_guard lock(mutex_);
        // They stay under way until it has worked, so that nothing goes out twice for it.
        finished_.insert(finished_.begin(), batch.begin(), batch.end());
        return;
    }
    apply(batch);
}

void Courier::apply(const std::vector<Finished>& batch) {
    const std::lock_guard lock(mutex_);
    for (const Finished& finished : batch) {
        const std::int64_t place = finished.attempt.place;
        const Outcome outcome = finished.delivery.outcome;
        const unsigned before = queue_.failures();
        if (outcome == Outcome::failed) queue_.fail(place, DeliveryQueue::Clock::now(), finished.delivery.retry_after);
        else queue_.finish(place);
        report(finished, before);
    }
    changed_.notify_all();
}

// The first failure, and the end of it: a receiver that is away for a night is no news every second.
void Courier::report(const Finished& finished, unsigned failures) {
    const std::string_view what = parts_.errand == Errand::delivery ? "ticket" : "receipt";
    const Delivery& delivery = finished.delivery;
    if (delivery.outcome == Outcome::rejected)
        write(parts_.log, LogLevel::warning, fmt::format("a {} was rejected: {}; see kb-server outbox list --all", what, delivery.reason));
    if (delivery.outcome == Outcome::failed && failures == 0)
        write(parts_.log, LogLevel::warning, fmt::format("a {} was not delivered and will be tried again: {}", what, delivery.reason));
    if (delivery.outcome == Outcome::delivered && failures >= 3)
        write(parts_.log, LogLevel::info, fmt::format("{}s are delivered again", what));
}

}  // namespace kb::server
