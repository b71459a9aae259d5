// All connections of the server: threads share one epoll set, and whichever is free serves the next that is ready.
//
// Each connection is armed for one event at a time (EPOLLONESHOT), so that one thread has it; idle and slow ones cost
// memory but no thread. A sweep shuts down those whose time is up; the thread that notices closes them.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "server/http/connection.h"
#include "server/http/exchange.h"
#include "server/http/listener.h"

namespace kb::server {

struct ConnectionLimits {
    std::size_t connections = 4000;                // beyond, the longest idle or slowest one gives way
    std::size_t pending_bytes = 256 * 1024 * 1024; // of answers that visitors have not taken yet
    Patience patience;
};

class Connections {
public:
    // Takes as many connections as `limits` and the system's limit of open files allow.
    static Result<std::unique_ptr<Connections>> open(Listener listener, const Exchange& exchange,
                                                     ConnectionLimits limits);
    ~Connections();

    void start(unsigned threads);
    // Takes no new requests, finishes those begun, closes everything.
    void stop();

private:
    Connections(Listener listener, const Exchange& exchange, ConnectionLimits limits)
        : listener_(std::move(listener)), exchange_(exchange), limits_(limits) {}

    Result<void> prepare();
    void serve_events();
    void accept_new();
    void serve(Connection& connection);
    bool answer_received(Connection& connection);
    void arm(Connection& connection, Connection::State state, int operation);
    void drop(Connection& connection);
    void make_room();
    void send_what_is_pending();
    void sweep_until_stopped();

    Listener listener_;
    const Exchange& exchange_;
    ConnectionLimits limits_;
    FileDescriptor epoll_, stop_event_;
    std::atomic<bool> stopping_{false};
    std::atomic<std::size_t> pending_bytes_{0};

    std::mutex mutex_;  // guards connections_ and the closing of their sockets
    std::unordered_map<Connection*, std::unique_ptr<Connection>> connections_;

    std::condition_variable stopped_;
    std::vector<std::thread> threads_;
};

}  // namespace kb::server
