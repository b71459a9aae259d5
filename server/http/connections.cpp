#include "server/http/connections.h"

#include <algorithm>
#include <cerrno>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "server/http/framing.h"

namespace kb::server {

namespace {

constexpr std::size_t files_for_the_index = 256;
constexpr int most_accepted_at_once = 64;
constexpr std::chrono::milliseconds sweep_interval(250);
constexpr std::chrono::milliseconds time_for_the_last_answers(2000);
constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";

// How many files this process may open, after asking for as many as allowed.
std::size_t open_file_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur;
}

std::string text_of(const sockaddr_storage& address) {
    char text[INET6_ADDRSTRLEN] = "";
    const void* raw = address.ss_family == AF_INET6
                          ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in6*>(&address)->sin6_addr)
                          : static_cast<const void*>(&reinterpret_cast<const sockaddr_in*>(&address)->sin_addr);
    inet_ntop(address.ss_family, raw, text, sizeof text);
    return text;
}

}  // namespace

Result<std::unique_ptr<Connections>> Connections::open(Listener listener, const Exchange& exchange,
                                                       ConnectionLimits limits) {
    const std::size_t files = open_file_limit();
    limits.connections =
        std::min(limits.connections, files > 2 * files_for_the_index ? files - files_for_the_index : files / 2);
    std::unique_ptr<Connections> connections(new Connections(std::move(listener), exchange, limits));
    if (auto prepared = connections->prepare(); !prepared) return fail(prepared.error());
    return connections;
}

Connections::~Connections() {
    stop();
}

Result<void> Connections::prepare() {
    epoll_ = FileDescriptor(epoll_create1(EPOLL_CLOEXEC));
    stop_event_ = FileDescriptor(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
    if (!epoll_ || !stop_event_) return fail(system_error("prepare for", "connections", errno));
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &stop_event_;
    bool added = epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, stop_event_.get(), &event) == 0;
    event.data.ptr = &listener_;
    added = added && epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, listener_.socket.get(), &event) == 0;
    if (!added) return fail(system_error("wait for", "connections", errno));
    return {};
}

void Connections::start(unsigned threads) {
    for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { serve_events(); });
    threads_.emplace_back([this] { sweep_until_stopped(); });
}

void Connections::stop() {
    if (stopping_.exchange(true)) return;
    eventfd_write(stop_event_.get(), 1);  // stays readable, so every thread sees it
    stopped_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
    send_what_is_pending();
    connections_.clear();
}

// After the threads have ended.
void Connections::send_what_is_pending() {
    const auto deadline = Connection::Clock::now() + time_for_the_last_answers;
    bool waits = true;
    while (waits && Connection::Clock::now() < deadline) {
        waits = false;
        for (const auto& [key, connection] : connections_) {
            if (connection->pending() > 0 && connection->send() && connection->pending() > 0) waits = true;
        }
        if (waits) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

void Connections::serve_events() {
    while (!stopping_) {
        epoll_event event{};
        if (epoll_wait(epoll_.get(), &event, 1, -1) != 1) continue;
        if (event.data.ptr == &stop_event_) return;
        if (event.data.ptr == &listener_) {
            accept_new();
        } else {
            serve(*static_cast<Connection*>(event.data.ptr));
        }
    }
}

void Connections::accept_new() {
    for (int i = 0; i < most_accepted_at_once; ++i) {
        sockaddr_storage address{};
        socklen_t size = sizeof address;
        FileDescriptor socket(accept4(listener_.socket.get(), reinterpret_cast<sockaddr*>(&address), &size,
                                      SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (!socket) {
            if (errno != EMFILE && errno != ENFILE) return;
            make_room();
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
            return;
        }
        const int on = 1;
        setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        auto connection = std::make_unique<Connection>(std::move(socket), text_of(address), limits_.patience);
        Connection& added = *connection;
        bool full = false;
        {
            const std::lock_guard lock(mutex_);
            full = connections_.size() >= limits_.connections;
            connections_.emplace(&added, std::move(connection));
        }
        if (full) make_room();
        arm(added, Connection::State::waiting, EPOLL_CTL_ADD);
    }
}

void Connections::serve(Connection& connection) {
    connection.take_over();
    const std::size_t before = connection.pending();
    bool going = before > 0 ? connection.send() : connection.receive();
    while (going && connection.pending() == 0 && !connection.is_closing() && answer_received(connection))
        going = connection.send();
    pending_bytes_ += connection.pending() - before;  // wraps around for a decrease, as unsigned numbers may
    const Connection::State state = going ? connection.next() : Connection::State::finished;
    if (state == Connection::State::finished) {
        drop(connection);
    } else {
        arm(connection, state, EPOLL_CTL_MOD);
    }
}

// Answers one request, or says why not. False when there is nothing to send.
bool Connections::answer_received(Connection& connection) {
    const std::string_view received = connection.received();
    if (received.empty()) return false;
    const Frame frame = find_frame(received);
    if (frame.state == Frame::State::incomplete) {
        if (frame.head == 0 || !frame.wants_continue || connection.has_said_continue) return false;
        connection.out() += go_on;
        connection.has_said_continue = true;
        return true;
    }
    const bool overloaded = pending_bytes_ > limits_.pending_bytes;
    if (frame.state == Frame::State::refused || overloaded) {
        connection.out() += refusal(overloaded ? 503 : frame.status);
        connection.refuse_when_sent();
        return true;
    }
    const bool close = frame.close || stopping_;
    const bool keep =
        exchange_.answer(received.substr(frame.skip, frame.head), received.substr(frame.skip + frame.head, frame.body),
                         connection.address(), close, connection.out());
    connection.consume(frame.skip + frame.head + frame.body);
    if (!keep) connection.close_when_sent();
    return true;
}

void Connections::arm(Connection& connection, Connection::State state, int operation) {
    epoll_event event{};
    event.events = (state == Connection::State::sending ? EPOLLOUT : EPOLLIN | EPOLLRDHUP) | EPOLLONESHOT;
    event.data.ptr = &connection;
    const int socket = connection.socket();
    connection.hand_over();  // from here on another thread may have it, unless arming fails
    if (epoll_ctl(epoll_.get(), operation, socket, &event) != 0) drop(connection);
}

void Connections::drop(Connection& connection) {
    pending_bytes_ -= connection.pending();
    const std::lock_guard lock(mutex_);
    connections_.erase(&connection);
}

// Shuts the connection that has been idle longest; without idle ones, the one that takes longest.
void Connections::make_room() {
    const auto worth = [](const Connection& connection) {
        return std::pair(!connection.is_idle(), connection.deadline());
    };
    const std::lock_guard lock(mutex_);
    const auto least = std::min_element(connections_.begin(), connections_.end(), [&](const auto& a, const auto& b) {
        return worth(*a.second) < worth(*b.second);
    });
    if (least != connections_.end()) shutdown(least->second->socket(), SHUT_RDWR);
}

void Connections::sweep_until_stopped() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        stopped_.wait_for(lock, sweep_interval);
        const auto now = Connection::Clock::now();
        for (const auto& [key, connection] : connections_) {
            if (connection->deadline() < now) shutdown(connection->socket(), SHUT_RDWR);
        }
    }
}

}  // namespace kb::server
