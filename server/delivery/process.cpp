#include "server/delivery/process.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kb/base/files.h"
#include "server/delivery/secret.h"

namespace kb::server {

namespace {

using Clock = std::chrono::steady_clock;
// Milliseconds. Some sandboxes refuse pidfd_open; then the end is noticed so late.
constexpr long long longest_sleep = 500;
// What a program gets to end by itself when we do.
constexpr std::chrono::seconds grace{5};

// What the child begins with: our end of the pipe, nothing else of ours, a group of its own so that all of it can be ended.
class Beginning {
public:
    // `output` is -1 when nobody reads what it writes.
    Beginning(int input, int output) {
        posix_spawn_file_actions_init(&files_);
        posix_spawn_file_actions_adddup2(&files_, input, STDIN_FILENO);
        if (output < 0) posix_spawn_file_actions_addopen(&files_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        else posix_spawn_file_actions_adddup2(&files_, output, STDOUT_FILENO);
        posix_spawn_file_actions_addopen(&files_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addclosefrom_np(&files_, STDERR_FILENO + 1);
        posix_spawnattr_init(&attributes_);
        sigset_t none, all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setsigdefault(&attributes_, &all);
        posix_spawnattr_setpgroup(&attributes_, 0);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    }
    Beginning(const Beginning&) = delete;
    Beginning& operator=(const Beginning&) = delete;
    ~Beginning() {
        posix_spawn_file_actions_destroy(&files_);
        posix_spawnattr_destroy(&attributes_);
    }
    const posix_spawn_file_actions_t* files() const { return &files_; }
    const posix_spawnattr_t* attributes() const { return &attributes_; }

private:
    posix_spawn_file_actions_t files_{};
    posix_spawnattr_t attributes_{};
};

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> found;
    for (std::string& text : texts) found.push_back(text.data());
    found.push_back(nullptr);
    return found;
}

std::vector<std::string> environment_without_secret() {
    const std::string secret = std::string(secret_variable) + '=';
    std::vector<std::string> kept;
    for (char** entry = environ; entry && *entry; ++entry) {
        if (!std::string_view(*entry).starts_with(secret)) kept.emplace_back(*entry);
    }
    return kept;
}

Result<pid_t> start(std::vector<std::string> command, int input, int output) {
    const Beginning beginning(input, output);
    std::vector<std::string> environment = environment_without_secret();
    pid_t child = 0;
    const int problem = posix_spawnp(&child, command.front().c_str(), beginning.files(), beginning.attributes(),
                                     pointers(command).data(), pointers(environment).data());
    if (problem != 0) return fail(system_error("start the program", command.front(), problem));
    return child;
}

// Readable when the process has ended. The C library of Debian 12 declares pidfd_open for C only.
int watch(pid_t id) {
    return static_cast<int>(::syscall(SYS_pidfd_open, id, 0));
}

// A child that has started; gone when this is.
class Child {
public:
    Child(pid_t id, FileDescriptor input, FileDescriptor output, std::size_t most_output)
        : id_(id), ended_(watch(id)), input_(std::move(input)), output_(std::move(output)), most_output_(most_output) {}
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child() {
        if (!is_over_) end();
    }

    // Gives it what it takes until it has ended or the time is up.
    ProcessEnd feed(std::string_view input, Clock::time_point deadline, const std::atomic<bool>* stopping) {
        ProcessEnd result;
        while (wait_for_event(deadline)) {
            if (has_ended()) break;
            write_some(input);
            read_some();
            if (stopping != nullptr && *stopping) {
                deadline = std::min(deadline, Clock::now() + grace);
                stopping = nullptr;
            }
        }
        read_some();
        result.output = std::move(said_);
        result.was_slow = !is_over_;
        if (!is_over_) end();
        result.took_all = input.empty();
        result.status = WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
        return result;
    }

private:
    bool wait_for_event(Clock::time_point deadline) const {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) return false;
        pollfd events[] = {{ended_.get(), POLLIN, 0}, {input_.get(), POLLOUT, 0}, {output_.get(), POLLIN, 0}};
        ::poll(events, std::size(events), static_cast<int>(std::min<long long>(left, longest_sleep)));
        return true;
    }

    void write_some(std::string_view& input) {
        if (!input_) return;
        const ssize_t taken = input.empty() ? 0 : ::write(input_.get(), input.data(), input.size());
        if (taken > 0) input.remove_prefix(static_cast<std::size_t>(taken));
        const bool is_deaf = taken < 0 && errno != EAGAIN && errno != EINTR;
        if (input.empty() || is_deaf) input_ = FileDescriptor();
    }

    // All that a pipe holds; what is more than is wanted is read and forgotten, so that the program is not held up.
    void read_some() {
        char bytes[4096];
        for (int reads = 0; reads < 16 && output_; ++reads) {
            const ssize_t got = ::read(output_.get(), bytes, sizeof bytes);
            if (got < 0 && errno == EINTR) continue;
            if (got < 0 && errno == EAGAIN) return;
            if (got <= 0) output_ = FileDescriptor();
            else said_.append(bytes, std::min(static_cast<std::size_t>(got), most_output_ - said_.size()));
        }
    }

    bool has_ended() { return is_over_ = ::waitpid(id_, &status_, WNOHANG) == id_; }

    void end() {
        ::kill(-id_, SIGKILL);
        while (::waitpid(id_, &status_, 0) < 0 && errno == EINTR) {}
        is_over_ = true;
    }

    pid_t id_;
    FileDescriptor ended_, input_, output_;
    std::string said_;
    std::size_t most_output_;
    int status_ = 0;
    bool is_over_ = false;
};

struct Pipe {
    FileDescriptor reading, writing;
};

Result<Pipe> make_pipe(const std::string& program) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return fail(system_error("make a pipe for the program", program, errno));
    return Pipe{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

bool is_program(const std::filesystem::path& path) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
}

}  // namespace

Result<ProcessEnd> run_process(const std::vector<std::string>& command, std::string_view input, std::chrono::milliseconds time_limit,
                               const std::atomic<bool>* stopping, std::size_t most_output) {
    const auto deadline = Clock::now() + time_limit;
    auto input_pipe = make_pipe(command.front());
    if (!input_pipe) return fail(input_pipe.error());
    Pipe out;
    if (most_output > 0) {
        auto made = make_pipe(command.front());
        if (!made) return fail(made.error());
        out = std::move(*made);
        ::fcntl(out.reading.get(), F_SETFL, O_NONBLOCK);
    }
    ::fcntl(input_pipe->writing.get(), F_SETFL, O_NONBLOCK);
    const auto started = start(command, input_pipe->reading.get(), out.writing ? out.writing.get() : -1);
    if (!started) return fail(started.error());
    input_pipe->reading = FileDescriptor();
    out.writing = FileDescriptor();
    return Child(*started, std::move(input_pipe->writing), std::move(out.reading), most_output).feed(input, deadline, stopping);
}

bool can_run(const std::string& program) {
    if (program.find('/') != std::string::npos) return is_program(program);
    const char* path = std::getenv("PATH");
    std::string_view left = path ? path : "/bin:/usr/bin";
    while (!left.empty()) {
        const std::string_view folder = left.substr(0, left.find(':'));
        if (is_program(std::filesystem::path(folder) / program)) return true;
        left.remove_prefix(std::min(folder.size() + 1, left.size()));
    }
    return false;
}

}  // namespace kb::server
