#include "server/http/connections.h"

#include <algorithm>
#include <cerrno>
#include <ctime>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "server/http/framing.h"
#include "server/http/response_writer.h"

namespace kb::server {

namespace {

constexpr std::size_t files_for_the_index = 256;  // beside one for each connection and one that it is sent
constexpr int most_accepted_at_once = 64;
// Then it is the turn of others.
constexpr int most_answered_at_once = 8;
constexpr std::size_t most_sent_at_once = 64 * 1024;
constexpr std::chrono::milliseconds sweep_interval(250);
constexpr std::chrono::milliseconds time_to_ask(500);  // for those who connected just before the end
constexpr std::string_view go_ahead = "HTTP/1.1 100 Continue\r\n\r\n";

// A connection whose answers take longer on average asks for much, whatever its requests look like.
constexpr std::chrono::milliseconds costly(3);
constexpr int average_over = 4;

// How many files this process may open, after asking for as many as allowed.
std::size_t open_file_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur;
}

// Of this thread. Time spent waiting for a processor says nothing about a request.
std::chrono::nanoseconds processor_time() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace

Result<std::unique_ptr<Connections>> Connections::open(std::vector<Listener> listeners, RequestHandler& handler,
                                                       ConnectionLimits limits, const WorkLimits& work) {
    const std::size_t files = open_file_limit();
    limits.connections =
        std::min(limits.connections, files > 2 * files_for_the_index ? (files - files_for_the_index) / 2 : files / 4);
    std::unique_ptr<Connections> connections(new Connections(std::move(listeners), handler, std::move(limits), work));
    if (auto prepared = connections->prepare(); !prepared) return fail(prepared.error());
    return connections;
}

Connections::~Connections() {
    stop();
}

Result<void> Connections::prepare() {
    epoll_ = FileDescriptor(epoll_create1(EPOLL_CLOEXEC));
    stop_event_ = FileDescriptor(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
    bool prepared = epoll_ && stop_event_;
    const auto watch = [&](const FileDescriptor& file, void* meaning) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = meaning;
        prepared = prepared && epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, file.get(), &event) == 0;
    };
    watch(stop_event_, &stop_event_);
    for (Listener& listener : listeners_) watch(listener.socket, &listener);
    if (!prepared) return fail(system_error("wait for", "connections", errno));
    return {};
}

void Connections::start(const ThreadCounts& threads) {
    for (unsigned i = 0; i < threads.events; ++i) threads_.emplace_back([this] { serve_events(); });
    for (unsigned i = 0; i < threads.workers; ++i) threads_.emplace_back([this] { compute_answers(); });
    threads_.emplace_back([this] { sweep_until_stopped(); });
}

void Connections::stop(std::chrono::milliseconds grace) {
    if (draining_.exchange(true)) return;
    if (!threads_.empty()) drain(grace);
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    eventfd_write(stop_event_.get(), 1);  // stays readable, so every thread sees it
    queue_.close();
    stopped_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
}

// From here on every answer is the last one of its connection.
void Connections::drain(std::chrono::milliseconds grace) {
    {
        // Whoever is being taken is taken by now.
        const std::lock_guard lock(accepting_);
        for (const Listener& listener : listeners_) {
            epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, listener.socket.get(), nullptr);
            while (!listener.is_shared && accept_new(listener)) {}
        }
    }
    const auto now = Connection::Clock::now();
    table_.shut_idle(false);
    if (table_.wait_until_empty(now + std::min(time_to_ask, grace))) return;
    table_.shut_idle(true);
    table_.wait_until_empty(now + grace);
}

ConnectionCounts Connections::counts() const {
    return {table_.open(),     queue_.size(),      accepted_, table_.turned_away(),
            table_.gave_way(), table_.timed_out(), malformed_, shed_};
}

void Connections::serve_events() {
    while (!stopping_) {
        epoll_event event{};
        if (epoll_wait(epoll_.get(), &event, 1, -1) != 1) continue;
        if (event.data.ptr == &stop_event_) return;
        const auto listener = std::find_if(listeners_.begin(), listeners_.end(),
                                           [&](const Listener& each) { return event.data.ptr == &each; });
        if (listener != listeners_.end()) {
            const std::lock_guard lock(accepting_);
            if (!draining_) accept_new(*listener);
        } else {
            serve(*static_cast<Connection*>(event.data.ptr));
        }
    }
}

// True when there may be more.
bool Connections::accept_new(const Listener& listener) {
    for (int i = 0; i < most_accepted_at_once; ++i) {
        sockaddr_storage address{};
        socklen_t size = sizeof address;
        FileDescriptor socket(accept4(listener.socket.get(), reinterpret_cast<sockaddr*>(&address), &size,
                                      SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (socket) {
            take(std::move(socket), IpAddress(address));
            continue;
        }
        if (errno != EMFILE && errno != ENFILE) return false;
        table_.make_room();
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        return false;
    }
    return true;
}

void Connections::take(FileDescriptor socket, const IpAddress& address) {
    const int on = 1;
    setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ++accepted_;
    if (Connection* const added = table_.add(std::move(socket), address)) arm(*added, Connection::State::waiting, EPOLL_CTL_ADD);
}

void Connections::serve(Connection& connection) {
    connection.take_over();
    go_on(connection, connection.pending() > 0 ? connection.send() : connection.receive());
}

void Connections::compute_answers() {
    while (auto job = queue_.pop()) {
        Connection& connection = *job->connection;
        connection.take_over();
        connection.queued_bytes = 0;
        const auto before = processor_time();
        bool going = !connection.is_broken();
        if (going) {
            write_answer(connection, job->request, handler_.answer(job->request), job->close);
            going = connection.send();
        }
        const auto cost = processor_time() - before;
        queue_.done(*job, cost);
        connection.usual_cost += (cost - connection.usual_cost) / average_over;
        go_on(connection, going);
    }
}

// Answers what has arrived for as long as answers are taken, then waits for more; a connection that is not `going` is dropped.
// Who sends many requests at once waits for others in between.
void Connections::go_on(Connection& connection, bool going) {
    Step step = Step::answered;
    std::size_t sent = 0;
    for (int i = 0; i < most_answered_at_once && sent < most_sent_at_once && step == Step::answered; ++i) {
        const bool takes_more = going && connection.pending() == 0 && !connection.is_closing();
        step = takes_more ? answer_received(connection) : Step::nothing;
        if (step == Step::queued) return;
        sent += connection.out().size();
        if (step == Step::answered) going = connection.send();
    }
    table_.account(connection);
    Connection::State state = going ? connection.next() : Connection::State::finished;
    const bool has_more = step == Step::answered && going && !connection.is_closing() && !connection.received().empty();
    if (has_more) state = Connection::State::sending;  // which it can at once, after the others
    const bool is_over = state == Connection::State::finished || (draining_ && connection.is_idle());
    if (is_over) {
        table_.remove(connection);
    } else {
        arm(connection, state, EPOLL_CTL_MOD);
    }
}

// Answers one request, or says why not, or has it answered.
Connections::Step Connections::answer_received(Connection& connection) {
    const std::string_view received = connection.received();
    if (received.empty()) return Step::nothing;
    const Frame frame = find_frame(received);
    if (frame.state == Frame::State::refused) return refuse(connection, frame.status);
    if (frame.state == Frame::State::incomplete) {
        if (frame.head == 0 || !frame.wants_continue || connection.has_said_continue) return Step::nothing;
        connection.out() += go_ahead;
        connection.has_said_continue = true;
        return Step::answered;
    }
    auto request = parser_.parse(received.substr(frame.skip, frame.head), received.substr(frame.skip + frame.head, frame.body));
    if (!request) return refuse(connection, 400);
    connection.consume(frame.skip + frame.head + frame.body);
    connection.has_asked = true;
    request->client = connection.address();
    request->received = Connection::Clock::now();
    return answer_request(connection, std::move(*request), frame.close || draining_);
}

Connections::Step Connections::answer_request(Connection& connection, Request request, bool close) {
    auto answer = handler_.answer_at_once(request);
    if (const auto* response = std::get_if<std::shared_ptr<const Response>>(&answer)) {
        write_answer(connection, request, **response, close);
        return Step::answered;
    }
    // Behind a proxy a connection is many visitors'.
    const bool is_known = request.client == connection.address();
    const bool is_costly = std::get<Effort>(answer) == Effort::much || (is_known && connection.usual_cost > costly);
    connection.queued_bytes = request.body.size();
    Job job{&connection, std::move(request), close, is_costly ? Effort::much : Effort::little};
    connection.begin_working();
    table_.account(connection);
    connection.hand_over();  // from here on another thread may have it, unless there is no room
    if (queue_.push(job)) return Step::queued;
    connection.take_over();
    connection.queued_bytes = 0;
    ++shed_;
    write_answer(connection, job.request, handler_.refuse(job.request), close);
    return Step::answered;
}

void Connections::write_answer(Connection& connection, const Request& request, const Response& response, bool close) {
    const bool only_head = request.method == "HEAD";
    write_response(response, {.close = close, .only_head = only_head}, connection.out());
    if (response.file.file != nullptr && !only_head) connection.send_file(response.file);
    if (close) connection.close_when_sent();
}

Connections::Step Connections::refuse(Connection& connection, int status) {
    ++malformed_;
    write_response(refusal(status), {.close = true}, connection.out());
    connection.refuse_when_sent();
    return Step::answered;
}

void Connections::arm(Connection& connection, Connection::State state, int operation) {
    epoll_event event{};
    event.events = (state == Connection::State::sending ? EPOLLOUT : EPOLLIN | EPOLLRDHUP) | EPOLLONESHOT;
    event.data.ptr = &connection;
    const int socket = connection.socket();
    connection.hand_over();  // from here on another thread may have it, unless arming fails
    if (epoll_ctl(epoll_.get(), operation, socket, &event) != 0) table_.remove(connection);
}

void Connections::sweep_until_stopped() {
    std::unique_lock lock(mutex_);
    while (!stopped_.wait_for(lock, sweep_interval, [this] { return stopping_.load(); })) table_.shut_overdue();
}

}  // namespace kb::server
