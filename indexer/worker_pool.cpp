#include "indexer/worker_pool.h"

#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <optional>

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

namespace kb {

namespace {

// Sanitizers reserve terabytes of address space and slow everything down.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

constexpr int out_of_memory_status = 77;
// Only for a worker that neither answers nor uses its processor.
constexpr int stall_milliseconds = 120'000;
// A machine without memory ends one after the other.
constexpr std::size_t most_ended_from_outside = 3;
constexpr std::uint32_t max_message = 512 * 1024 * 1024;

bool send_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

bool receive_all(int fd, char* into, std::size_t size) {
    while (size > 0) {
        const ssize_t n = ::recv(fd, into, size, 0);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        into += n;
        size -= static_cast<std::size_t>(n);
    }
    return true;
}

bool send_message(int fd, std::string_view body) {
    const auto size = static_cast<std::uint32_t>(body.size());
    char head[sizeof size];
    std::memcpy(head, &size, sizeof size);
    return send_all(fd, {head, sizeof head}) && send_all(fd, body);
}

bool receive_message(int fd, std::string& body) {
    std::uint32_t size = 0;
    char head[sizeof size];
    if (!receive_all(fd, head, sizeof head)) return false;
    std::memcpy(&size, head, sizeof size);
    if (size > max_message) return false;
    body.resize(size);
    return receive_all(fd, body.data(), size);
}

// Counts processor time of this process; SIGPROF ends it when the time is up.
void arm_timer(double seconds) {
    itimerval timer{};
    timer.it_value.tv_sec = static_cast<time_t>(seconds);
    timer.it_value.tv_usec = static_cast<suseconds_t>(std::fmod(seconds, 1.0) * 1e6);
    ::setitimer(ITIMER_PROF, &timer, nullptr);
}

[[noreturn]] void work(int channel, const WorkerPool::Handler& handle, const WorkLimits& limits) {
    ::signal(SIGPROF, SIG_DFL);
    ::signal(SIGINT, SIG_DFL);
    // A parser that gives up says so there, in words that are not ours.
    if (const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC); nowhere >= 0 && !sanitized)
        ::dup2(nowhere, STDERR_FILENO);
    const rlimit no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    if (!sanitized) {
        const rlimit memory{limits.memory_bytes, limits.memory_bytes};
        ::setrlimit(RLIMIT_AS, &memory);
    }
    try {
        std::string request;
        while (receive_message(channel, request)) {
            arm_timer(sanitized ? limits.cpu_seconds * 10 : limits.cpu_seconds);
            const std::string answer = handle(request);
            arm_timer(0);
            if (!send_message(channel, answer)) break;
        }
    } catch (...) {
        ::_exit(out_of_memory_status);
    }
    ::_exit(0);
}

}  // namespace

WorkerPool::WorkerPool(unsigned workers, Handler handle, WorkLimits limits)
    : handle_(std::move(handle)), limits_(limits), workers_(std::max(workers, 1u)) {}

WorkerPool::~WorkerPool() {
    for (Worker& worker : workers_) {
        if (worker.pid > 0) bury(worker, worker.busy);
    }
}

Result<void> WorkerPool::start(Worker& worker) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return fail(system_error("start a worker", "", errno));
    FileDescriptor ours(ends[0]), theirs(ends[1]);
    const int pid = ::fork();
    if (pid < 0) return fail(system_error("start a worker", "", errno));
    if (pid == 0) {
        // The other workers must see the end of their channels when this program goes.
        for (Worker& other : workers_) other.channel = FileDescriptor();
        ours = FileDescriptor();
        work(theirs.get(), handle_, limits_);
    }
    worker.pid = pid;
    worker.channel = std::move(ours);
    worker.busy = false;
    return {};
}

// Waits for the end of a worker and says what it died of.
Error WorkerPool::bury(Worker& worker, bool kill) {
    worker.channel = FileDescriptor();
    if (kill) ::kill(worker.pid, SIGKILL);
    int status = 0;
    while (::waitpid(worker.pid, &status, 0) < 0 && errno == EINTR) {}
    worker.pid = -1;
    worker.busy = false;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGPROF)
        return {ErrorCode::limit_exceeded, fmt::format("takes more than {:.0f} seconds to read", std::ceil(limits_.cpu_seconds)),
                "simplify it; look for very long lines, very wide tables or deep nesting", {}};
    // Says nothing of what it read: the machine ran out of memory, or somebody ends processes.
    if (!kill && WIFSIGNALED(status) && (WTERMSIG(status) == SIGKILL || WTERMSIG(status) == SIGTERM || WTERMSIG(status) == SIGINT))
        return {ErrorCode::io, fmt::format("a process that reads articles was ended from outside, by signal {}", WTERMSIG(status)),
                "see whether this machine has memory left, and try again", {}};
    return {ErrorCode::limit_exceeded,
            fmt::format("cannot be read within {} MB of memory", limits_.memory_bytes / (1024 * 1024)),
            "simplify it; look for very long lines, very wide tables or deep nesting", {}};
}

Result<void> WorkerPool::run(std::size_t count, const std::function<std::string(std::size_t)>& request,
                             const std::function<void(std::size_t, Result<std::string>)>& done) {
    std::size_t next = 0, finished = 0, ended_from_outside = 0;
    std::vector<std::size_t> again;
    std::optional<Error> failure;
    const auto give_up = [&](Worker& worker, bool kill) {
        const std::size_t lost = worker.request;
        Error why = bury(worker, kill);
        if (why.code == ErrorCode::io) {
            again.push_back(lost);
            if (++ended_from_outside > most_ended_from_outside) failure = std::move(why);
            return;
        }
        done(lost, fail(std::move(why)));
        ++finished;
    };
    const auto take_next = [&] {
        if (again.empty()) return next++;
        const std::size_t lost = again.back();
        again.pop_back();
        return lost;
    };
    while (finished < count) {
        std::vector<pollfd> waiting;
        std::vector<Worker*> owners;
        for (Worker& worker : workers_) {
            if (failure) return fail(std::move(*failure));
            if (!worker.busy && (next < count || !again.empty())) {
                if (worker.pid < 0) {
                    if (auto started = start(worker); !started) return started;
                }
                worker.request = take_next();
                worker.busy = true;
                if (!send_message(worker.channel.get(), request(worker.request))) {
                    give_up(worker, false);
                    continue;
                }
            }
            if (worker.busy) {
                waiting.push_back({worker.channel.get(), POLLIN, 0});
                owners.push_back(&worker);
            }
        }
        if (waiting.empty()) continue;
        const int ready = ::poll(waiting.data(), waiting.size(), stall_milliseconds);
        if (ready < 0 && errno != EINTR) return fail(system_error("wait for workers", "", errno));
        for (std::size_t i = 0; i < waiting.size(); ++i) {
            if (ready == 0) {
                give_up(*owners[i], true);
            } else if (ready > 0 && waiting[i].revents != 0) {
                std::string answer;
                if (receive_message(owners[i]->channel.get(), answer)) {
                    owners[i]->busy = false;
                    ++finished;
                    done(owners[i]->request, std::move(answer));
                } else {
                    give_up(*owners[i], false);
                }
            }
        }
    }
    return {};
}

}  // namespace kb
