// What goes on between the outbox and the world while a server runs: deliveries, receipts, erasing what is done with, and a look
// at what is stuck.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "kb/base/files.h"
#include "kb/base/log.h"
#include "kb/store/outbox.h"
#include "server/clock.h"
#include "server/delivery/courier.h"

namespace kb::server {

struct OutboxReport {
    OutboxCounts counts;
    std::int64_t oldest_waiting_seconds = 0;  // since it was received; 0 when none waits
    bool is_stuck = false;   // something was rejected, or has waited too long
    bool is_broken = false;  // the outbox cannot be read, or could not be written a moment ago
};

struct DispatchSettings {
    std::filesystem::path data;
    std::chrono::days retention{30};
    std::vector<std::unique_ptr<Receiver>> receivers;  // that work at the same time; none: everything waits
    std::vector<std::unique_ptr<Receiver>> receipts;   // none: no receipts are sent
    std::shared_ptr<std::atomic<bool>> stopping = std::make_shared<std::atomic<bool>>(false);  // as the receivers know it
};

class Dispatch {
public:
    using Counted = std::function<void(Errand, Outcome)>;

    Dispatch(Outbox& outbox, DispatchSettings settings, Clock clock, Counted counted, Log log);
    ~Dispatch();

    void start();
    // From any thread: there is a new ticket.
    void wake();
    // From any thread: a message could not be stored.
    void note_not_stored(const Error& error);
    // As of about a second ago; any thread may ask.
    OutboxReport report() const;

private:
    void run();
    bool wait_until(std::chrono::steady_clock::time_point time);
    void look_for_new();
    void look_around();
    bool is_mine();
    void start_couriers();
    std::unique_ptr<Courier> courier(Errand errand, std::vector<std::unique_ptr<Receiver>> receivers);
    bool not_mine(std::string_view why);
    void look_again();
    void erase_old();
    void take_stock();

    Outbox& outbox_;
    DispatchSettings settings_;
    Clock clock_;
    Counted counted_;
    Log log_;

    FileDescriptor lock_;
    bool has_started_ = false, has_said_why_ = false, is_broken_ = false;
    std::unique_ptr<Courier> deliveries_, receipts_;  // used by the thread alone
    std::optional<int> others_;
    std::int64_t next_erasing_ = 0;

    mutable std::mutex mutex_;
    std::condition_variable woken_;
    bool is_stopping_ = false, is_woken_ = false;
    OutboxReport report_;
    std::int64_t refused_until_ = 0;
    std::thread thread_;
};

}  // namespace kb::server
