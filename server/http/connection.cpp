#include "server/http/connection.h"

#include <algorithm>
#include <cerrno>

#include <poll.h>
#include <sys/sendfile.h>
#include <sys/socket.h>

#include "server/http/framing.h"

namespace kb::server {

namespace {

// More than one whole request is not read ahead; and as much always is one, or is refused.
constexpr std::size_t max_read_ahead = max_skipped + 2 + max_request_head + max_request_body;
// A buffer that grew for one large message is not kept for the small ones: thousands of connections wait idle.
constexpr std::size_t kept_buffer = 8 * 1024;

// Of a file; then it is the turn of others.
constexpr std::size_t most_at_once = 256 * 1024;

// A refused visitor who goes on longer is cut off.
constexpr std::size_t most_discarded = 1024 * 1024;

}  // namespace

bool Connection::receive() {
    char bytes[16 * 1024];
    while (in_.size() < max_read_ahead) {
        const ssize_t count = recv(socket_.get(), bytes, sizeof bytes, 0);
        if (count > 0 && closing_) {
            discarded_ += static_cast<std::size_t>(count);
            if (discarded_ > most_discarded) return false;
            continue;
        }
        if (count > 0) {
            if (phase_ == Phase::idle) begin(Phase::request, patience_.request);
            in_.append(bytes, static_cast<std::size_t>(count));
            if (static_cast<std::size_t>(count) < sizeof bytes) return true;
            continue;
        }
        if (count == 0) {
            ended_ = true;
            return !in_.empty();
        }
        if (errno == EINTR) continue;
        return errno == EAGAIN || errno == EWOULDBLOCK;
    }
    return true;
}

bool Connection::send() {
    return send_bytes() && (sent_ < out_.size() || send_from_file());
}

bool Connection::send_bytes() {
    const int flags = MSG_NOSIGNAL | (file_.size > 0 ? MSG_MORE : 0);
    while (sent_ < out_.size()) {
        const ssize_t count = ::send(socket_.get(), out_.data() + sent_, out_.size() - sent_, flags);
        if (count >= 0) {
            sent_ += static_cast<std::size_t>(count);
            continue;
        }
        if (errno == EINTR) continue;
        return errno == EAGAIN || errno == EWOULDBLOCK;
    }
    out_.clear();
    if (out_.capacity() > kept_buffer) out_.shrink_to_fit();
    sent_ = 0;
    return true;
}

bool Connection::send_from_file() {
    for (std::size_t turn = most_at_once; file_.size > 0 && turn > 0;) {
        auto offset = static_cast<off_t>(file_.offset);
        const ssize_t count = sendfile(socket_.get(), file_.file->get(), &offset, std::min<std::uint64_t>(file_.size, turn));
        if (count == 0) return false;  // it is shorter than it was
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
        const auto sent = static_cast<std::size_t>(count);
        file_.offset += sent;
        file_.size -= sent;
        turn -= sent;
    }
    if (file_.size == 0) file_.file.reset();
    return true;
}

void Connection::consume(std::size_t bytes) {
    in_.erase(0, bytes);
    has_said_continue = false;
    phase_ = Phase::between;  // what is left begins a request of its own, with its own time
}

Connection::State Connection::next() {
    if (pending() > 0) {
        const auto for_size = std::chrono::milliseconds(pending() * 1000 / patience_.answer_bytes_per_second);
        if (phase_ != Phase::answer) begin(Phase::answer, patience_.answer + for_size);
        return State::sending;
    }
    if (lingering_ && !ended_) {
        in_.clear();
        if (phase_ != Phase::lingering) {
            shutdown(socket_.get(), SHUT_WR);
            begin(Phase::lingering, patience_.refused);
        }
        return State::waiting;
    }
    if (closing_ || ended_) return State::finished;
    if (in_.empty()) {
        if (in_.capacity() > kept_buffer) in_.shrink_to_fit();
        begin_idle();
    } else if (phase_ != Phase::request) {
        begin(Phase::request, patience_.request);
    }
    return State::waiting;
}

bool Connection::is_broken() const {
    pollfd look{socket_.get(), 0, 0};
    return poll(&look, 1, 0) == 1 && (look.revents & (POLLERR | POLLHUP)) != 0;
}

void Connection::begin(Phase phase, Clock::duration allowed) {
    phase_ = phase;
    idle_.store(phase == Phase::idle, std::memory_order_relaxed);
    const Clock::time_point now = Clock::now();
    since_.store(now.time_since_epoch().count(), std::memory_order_relaxed);
    deadline_.store((now + allowed).time_since_epoch().count(), std::memory_order_relaxed);
}

}  // namespace kb::server
