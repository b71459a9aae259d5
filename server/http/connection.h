// One visitor's connection: what has arrived and what is still to be sent.
#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>

#include "kb/base/files.h"
#include "server/http/ip_address.h"
#include "server/http/response.h"

namespace kb::server {

// How long a visitor may take. Each is counted from the beginning of the phase, so that a byte now and then does
// not prolong it.
struct Patience {
    std::chrono::milliseconds idle{15'000};      // between requests
    std::chrono::milliseconds request{10'000};   // from the first byte of a request to its last
    std::chrono::milliseconds answer{20'000};    // to take an answer …
    std::size_t answer_bytes_per_second = 16'384;  // … and longer for a large one
    std::chrono::milliseconds refused{2'000};    // to notice that we closed
};

// Used by one thread at a time, but for what is atomic, which others may read. The thread that is done with it
// hands it over, and the next one takes it over: the kernel orders the two, but the language does not know.
class Connection {
public:
    using Clock = std::chrono::steady_clock;
    enum class State { waiting, sending, finished };

    Connection(FileDescriptor socket, const IpAddress& address, const Patience& patience)
        : socket_(std::move(socket)), address_(address), patience_(patience) {
        begin_idle();
    }

    void hand_over() { handed_over_.store(true, std::memory_order_release); }
    void take_over() { handed_over_.exchange(false, std::memory_order_acquire); }

    // Reads what has arrived. False when it makes no sense to go on.
    bool receive();
    // Sends what can be sent now. False when the connection is broken.
    bool send();

    std::string_view received() const { return in_; }
    void consume(std::size_t bytes);
    // To be filled with answers, then sent.
    std::string& out() { return out_; }
    // Sent after that.
    void send_file(const FilePart& part) { file_ = part; }
    void close_when_sent() { closing_ = true; }
    // The same, but goes on reading for a moment: a visitor who is still sending would else get a reset, not the
    // answer.
    void refuse_when_sent() { closing_ = lingering_ = true; }
    bool is_closing() const { return closing_; }

    // What the connection needs next; sets the deadline for it.
    State next();
    // While an answer is computed nobody is kept waiting but the visitor: there is no deadline.
    void begin_working() { begin(Phase::working, std::chrono::hours(1)); }
    // Whether the visitor is gone for good, so that no answer can reach them.
    bool is_broken() const;

    int socket() const { return socket_.get(); }
    const IpAddress& address() const { return address_; }
    std::uint64_t pending() const { return out_.size() - sent_ + file_.size; }
    // In memory.
    std::size_t buffered() const { return in_.size() + out_.size() + queued_bytes; }

    bool has_said_continue = false;
    std::size_t queued_bytes = 0;        // of a request that waits to be answered
    std::atomic<bool> has_asked{false};  // at least one whole request
    std::atomic<std::size_t> accounted{0};  // of buffered(), in the sum over all connections
    Clock::duration usual_cost{0};  // processor time of the answers computed for it, moving average

    bool is_shut = false;  // guarded by the table

    Clock::time_point since() const { return Clock::time_point(Clock::duration(since_.load(std::memory_order_relaxed))); }
    bool is_idle() const { return idle_.load(std::memory_order_relaxed); }
    Clock::time_point deadline() const {
        return Clock::time_point(Clock::duration(deadline_.load(std::memory_order_relaxed)));
    }

private:
    bool send_bytes();
    bool send_from_file();

    enum class Phase { idle, request, between, working, answer, lingering };
    void begin(Phase phase, Clock::duration allowed);
    void begin_idle() { begin(Phase::idle, patience_.idle); }

    FileDescriptor socket_;
    IpAddress address_;
    const Patience& patience_;
    std::string in_, out_;
    std::size_t sent_ = 0;
    FilePart file_;  // what of it is still to be sent
    std::size_t discarded_ = 0;  // while lingering
    bool closing_ = false, lingering_ = false;
    bool ended_ = false;  // nothing more will arrive
    Phase phase_ = Phase::between;
    std::atomic<bool> handed_over_{false};
    std::atomic<bool> idle_{true};
    std::atomic<Clock::duration::rep> since_{0}, deadline_{0};  // of the phase
};

}  // namespace kb::server
