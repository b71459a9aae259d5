// Takes tickets from the outbox to a receiver, for as long as it takes.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "kb/base/log.h"
#include "kb/store/outbox.h"
#include "server/clock.h"
#include "server/delivery/delivery_queue.h"
#include "server/delivery/receiver.h"

namespace kb::server {

// For one errand. At least once: a ticket is marked as delivered after the receiver has said so, never before.
class Courier {
public:
    struct Parts {
        Outbox& outbox;
        Errand errand = Errand::delivery;
        std::vector<std::unique_ptr<Receiver>> receivers;  // one for each thread
        Clock clock;
        std::function<void(Outcome)> counted;
        Log log;
    };

    explicit Courier(Parts parts) : parts_(std::move(parts)) {}
    ~Courier();

    // Begins with everything that waits.
    void start();
    // There are new tickets.
    void look_for_new();
    // Others have decided about tickets: reads all that waits.
    void look_again();
    // Tries again to write down what could not be written down.
    void settle();

private:
    struct Finished {
        Attempt attempt;
        Delivery delivery;
    };

    void work(Receiver& receiver);
    std::optional<std::int64_t> next();
    std::optional<Ticket> read(std::int64_t place);
    void settle(Finished finished);
    void apply(const std::vector<Finished>& batch);
    void report(const Finished& finished, unsigned failures);

    Parts parts_;
    std::mutex mutex_;  // of the queue and what has finished
    std::condition_variable changed_;
    DeliveryQueue queue_;
    std::vector<Finished> finished_;
    std::mutex recording_;
    std::int64_t last_ = 0;  // place that is known
    std::atomic<bool> stopping_{false};
    std::vector<std::thread> threads_;
};

}  // namespace kb::server
