// Requests that wait for a thread to compute their answers.
//
// Two lanes, so that a few questions that take long do not hold up the many that do not: what is expected to cost much runs on
// a part of the threads, and while both wait each lane gets half of the processor time (fair queueing: Demers, Keshav and
// Shenker 1989, with lanes for flows). A lane takes no more than it can work off in time: an answer that comes too late helps
// nobody and keeps others waiting.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

#include "server/http/request.h"
#include "server/http/request_handler.h"

namespace kb::server {

class Connection;

struct Job {
    Connection* connection;
    Request request;
    bool close = false;  // the connection, after the answer
    Effort effort = Effort::little;
    std::chrono::steady_clock::duration expected{};  // cost, set by the queue
};

struct WorkLimits {
    unsigned processors = 2;                // that share the work
    unsigned heavy_at_a_time = 1;           // of the threads that compute
    std::size_t jobs = 2000;                // in a lane
    std::chrono::milliseconds wait{250};    // that a lane may be expected to take
};

// Any number of threads may use one.
class WorkQueue {
public:
    using Clock = std::chrono::steady_clock;

    explicit WorkQueue(const WorkLimits& limits) : limits_(limits) {}

    // False when the lane of the job is full; then the job stays as it was.
    bool push(Job& job);
    // Waits for one; nothing after close(), when none is left. done() must follow.
    std::optional<Job> pop();
    // `cost` is the processor time that the job took.
    void done(const Job& job, Clock::duration cost);
    void close();

    std::size_t size() const { return size_.load(std::memory_order_relaxed); }

private:
    struct Lane {
        std::deque<Job> jobs;
        Clock::duration usual_cost;  // moving average
        Clock::duration used{0};     // processor time, of what is under way the usual
    };

    Lane& lane(Effort effort) { return lanes_[static_cast<std::size_t>(effort)]; }
    Lane& beside(Effort effort) { return lanes_[1 - static_cast<std::size_t>(effort)]; }
    Lane* next();

    WorkLimits limits_;
    std::mutex mutex_;
    std::condition_variable ready_;
    std::array<Lane, 2> lanes_{{{.jobs = {}, .usual_cost = std::chrono::microseconds(500)},  // until known better
                                {.jobs = {}, .usual_cost = std::chrono::milliseconds(10)}}};
    unsigned heavy_running_ = 0;
    bool closed_ = false;
    std::atomic<std::size_t> size_{0};
};

}  // namespace kb::server
