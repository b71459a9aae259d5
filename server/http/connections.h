// All connections of the server.
//
// A few threads share one epoll set, and whichever is free serves the next that is ready: it reads, frames, answers from
// memory and writes, and never waits. What takes computing goes through a WorkQueue to threads of its own. Each connection is
// armed for one event at a time (EPOLLONESHOT), so that one thread has it; idle and slow ones cost memory but no thread. A
// sweep shuts down those whose time is up; the thread that notices closes them.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "server/http/connection_table.h"
#include "server/http/listener.h"
#include "server/http/request_handler.h"
#include "server/http/request_parser.h"
#include "server/http/work_queue.h"

namespace kb::server {

struct ThreadCounts {
    unsigned events = 2;   // that read and write
    unsigned workers = 4;  // that compute
};

// Since the start, but for `open` and `queued`.
struct ConnectionCounts {
    std::size_t open = 0, queued = 0;
    std::uint64_t accepted = 0;
    std::uint64_t turned_away = 0;  // their address had too many
    std::uint64_t gave_way = 0;     // because there were too many in all
    std::uint64_t timed_out = 0;
    std::uint64_t malformed = 0;    // requests that were refused before anything read them
    std::uint64_t shed = 0;         // requests for which there was no time
};

class Connections {
public:
    // Takes as many connections as `limits` and the system's limit of open files allow.
    static Result<std::unique_ptr<Connections>> open(std::vector<Listener> listeners, RequestHandler& handler,
                                                     ConnectionLimits limits, const WorkLimits& work);
    ~Connections();

    void start(const ThreadCounts& threads);
    // Takes no new connections, answers what was asked, then closes everything; waits no longer than `grace`. Connections that
    // wait at a socket of another program's stay there for who comes next.
    void stop(std::chrono::milliseconds grace = std::chrono::seconds(10));

    ConnectionCounts counts() const;

private:
    enum class Step { nothing, answered, queued };
    Connections(std::vector<Listener> listeners, RequestHandler& handler, ConnectionLimits limits, const WorkLimits& work)
        : listeners_(std::move(listeners)), handler_(handler), table_(std::move(limits)), queue_(work) {}

    Result<void> prepare();
    void serve_events();
    void compute_answers();
    bool accept_new(const Listener& listener);
    void take(FileDescriptor socket, const IpAddress& address);
    void serve(Connection& connection);
    void go_on(Connection& connection, bool going);
    Step answer_received(Connection& connection);
    Step answer_request(Connection& connection, Request request, bool close);
    void write_answer(Connection& connection, const Request& request, const Response& response, bool close);
    Step refuse(Connection& connection, int status);
    void arm(Connection& connection, Connection::State state, int operation);
    void drain(std::chrono::milliseconds grace);
    void sweep_until_stopped();

    std::vector<Listener> listeners_;
    RequestHandler& handler_;
    RequestParser parser_;
    ConnectionTable table_;
    WorkQueue queue_;
    FileDescriptor epoll_, stop_event_;
    std::atomic<bool> draining_{false}, stopping_{false};
    std::atomic<std::uint64_t> accepted_{0}, malformed_{0}, shed_{0};

    std::mutex accepting_;  // held while new connections are taken
    std::mutex mutex_;
    std::condition_variable stopped_;
    std::vector<std::thread> threads_;
};

}  // namespace kb::server
