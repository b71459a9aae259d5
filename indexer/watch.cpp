#include "indexer/watch.h"

#include <algorithm>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "indexer/content_watch.h"
#include "indexer/publishing_record.h"
#include "kb/index/generation_store.h"
#include "kb/index/publishing.h"
#include "kb/source/source.h"

namespace kb {

using State = PublishingStatus::State;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

namespace {

// Writers and git change several files at once: so long nothing must happen, and so long it is waited for at most.
constexpr milliseconds quiet(150), patience(2000);
constexpr milliseconds first_retry(500), last_retry(30'000);
constexpr std::size_t logged_reasons = 5;
constexpr int low_priority = 10;
// What a publication tells its parent; it must fit into a pipe.
constexpr std::size_t max_words = 32 * 1024;

sigset_t signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGTERM, SIGINT, SIGCHLD}) sigaddset(&set, signal);
    return set;
}

// What became of one publication: lines for the log, and whether to try the same content again.
struct Attempt {
    State state = State::failed;
    std::string words;  // a line for each; empty when nothing happened
};

std::string published_line(const BuildReport& report) {
    return fmt::format("published generation {}{}: {} articles ({} added, {} changed, {} removed) in {:.2f} s", report.generation,
                       report.commit ? ", commit " + report.commit->substr(0, 12) : "", report.articles, report.added, report.changed,
                       report.removed, report.seconds);
}

// In a process of its own: see publish().
Attempt publish_here(const WatchRequest& watch) {
    PublishingGate gate(watch.dictionaries);
    BuildRequest request;
    request.content = watch.content;
    request.index = watch.index;
    request.ref = watch.ref;
    request.dictionaries = watch.dictionaries;
    request.strict = request.keeps_rollback = true;
    request.verify = [&gate](const CandidateGeneration& candidate) { return gate.verify(candidate); };
    request.now = watch.now;
    // When it cannot be written, neither can what comes of the build, which says so.
    request.began = [&] { static_cast<void>(record_begin(watch.index, watch.now())); };
    PublishingStatus status;
    Result<void> recorded;
    request.ended = [&](const Result<BuildReport>& report) {
        status = report ? status_of(*report, gate, "watch", watch.now()) : status_of(report.error(), "watch", watch.now());
        recorded = record(watch.index, status);
    };
    const auto report = build_index(request);
    Attempt attempt{report ? status.state : State::failed, {}};
    if (!report) {
        attempt.words = fmt::format("nothing was published: {}", to_string(report.error()));
    } else if (report->refusal) {
        attempt.words = fmt::format("refused{}: {}", report->commit ? " commit " + report->commit->substr(0, 12) : "", to_string(*report->refusal));
        for (const std::string& line : reason_lines(status, logged_reasons)) attempt.words += "\n  " + line;
    } else if (report->published) {
        attempt.words = published_line(*report);
        for (const Problem& problem : report->problems) {
            if (problem.rule == "git-history") attempt.words += "\n  warning: " + to_string(problem);
        }
    }
    if (!recorded)
        attempt.words += fmt::format("{}the state of publishing cannot be written: {}", attempt.words.empty() ? "" : "\n", to_string(recorded.error()));
    return attempt;
}

class Watch {
public:
    explicit Watch(const WatchRequest& request) : request_(request), content_(request.content, request.ref) {}

    Result<void> run() {
        ::signal(SIGCHLD, SIG_DFL);  // whoever began this may have had it ignored, and then it never comes
        if (auto within = index_within_content()) return fail(std::move(*within));
        const GenerationStore store(request_.index);
        // Says whether it is an index or may become one; that another builder is at work is no reason to give up.
        if (auto lock = store.lock(); !lock && lock.error().code != ErrorCode::busy) return fail(lock.error());
        auto lock = WatchLock::take(request_.index);
        if (!lock) return fail(lock.error());
        lock_.emplace(std::move(*lock));
        const sigset_t wanted = signals();
        ::sigprocmask(SIG_BLOCK, &wanted, &former_signals_);
        signals_ = FileDescriptor(::signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK));
        if (!signals_) return fail(system_error("wait for signals", "", errno));
        write(request_.log, LogLevel::info, fmt::format("following {}{}", request_.content.string(), request_.ref ? " at " + *request_.ref : ""));
        while (!stopped_) {
            look();
            if (!stopped_) wait();
        }
        write(request_.log, LogLevel::info, "stopped");
        return {};
    }

private:
    // Each publication would be a change of the content, and be followed by the next one.
    std::optional<Error> index_within_content() const {
        std::error_code error;
        const auto content = std::filesystem::canonical(request_.content, error);
        if (error || request_.ref) return {};
        const auto index = std::filesystem::weakly_canonical(request_.index, error);
        const auto [rest, ended] = std::mismatch(index.begin(), index.end(), content.begin(), content.end());
        if (error || ended != content.end()) return {};
        const bool is_hidden = std::any_of(rest, index.end(), [](const std::filesystem::path& part) { return !is_content_name(part.string()); });
        if (is_hidden) return {};
        return Error{ErrorCode::invalid_argument, "the index is a folder of the content that is to be followed",
                     "give an --index outside of the content, or a name there that begins with a dot", {request_.index.string()}};
    }

    void look() {
        const auto mark = content_.look();
        warn_of_deafness();
        if (!mark) {
            done_.clear();
            finish({State::failed, fmt::format("nothing was published: {}", to_string(mark.error()))});
            if (is_news_) note_failure(mark.error());
            return;
        }
        lock_->touch();
        const bool is_due = *mark != done_ || was_told_ || (retry_ && Clock::now() >= *retry_);
        if (!is_due) return;
        was_told_ = false;
        Attempt attempt = publish();
        if (stopped_) return;
        done_ = *mark;
        finish(std::move(attempt));
    }

    // Says what is new, and when to try again.
    void finish(Attempt attempt) {
        is_news_ = attempt.words != said_ && !attempt.words.empty();
        const bool has_failed = attempt.state == State::failed;
        if (is_news_) write(request_.log, attempt.state == State::published ? LogLevel::info : LogLevel::warning, attempt.words);
        else if (attempt.words.empty() && said_state_ != State::published) write(request_.log, LogLevel::info, "the content is as it is published");
        said_ = std::move(attempt.words);
        said_state_ = attempt.state;
        if (!has_failed) {
            retry_.reset();
            wait_ = first_retry;
            return;
        }
        retry_ = Clock::now() + wait_;
        wait_ = std::min(wait_ * 2, last_retry);
    }

    // What no builder tells itself. One that is at work will say what becomes of it.
    void note_failure(const Error& failure) {
        const auto lock = GenerationStore(request_.index).lock();
        if (!lock && lock.error().code == ErrorCode::busy) return;
        const auto done = record(request_.index, status_of(failure, "watch", request_.now()));
        if (!done) write(request_.log, LogLevel::warning, fmt::format("the state of publishing cannot be written: {}", to_string(done.error())));
    }

    void warn_of_deafness() {
        if (content_.deafness() && !has_warned_) write(request_.log, LogLevel::warning, to_string(*content_.deafness()));
        has_warned_ = content_.deafness().has_value();
    }

    // Each publication is a process of its own: what it takes of memory is given back whole, what ends it ends nothing else, and
    // to stop one is to end it, at any moment: what is published is published by one rename.
    Attempt publish() {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return {State::failed, to_string(system_error("start a build", "", errno))};
        FileDescriptor ours(ends[0]), theirs(ends[1]);
        const pid_t parent = ::getpid();
        const pid_t child = ::fork();
        if (child < 0) return {State::failed, to_string(system_error("start a build", "", errno))};
        if (child == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGTERM);
            if (::getppid() != parent) ::_exit(1);
            ::sigprocmask(SIG_SETMASK, &former_signals_, nullptr);
            lock_.reset();  // it says that the parent lives
            ::setpriority(PRIO_PROCESS, 0, low_priority);  // visitors come first
            ::_exit(tell(theirs.get()) ? 0 : 1);
        }
        theirs = FileDescriptor();
        const int status = wait_for(child);
        Error fault{ErrorCode::io, fmt::format("a build ended unexpectedly ({} {})", WIFSIGNALED(status) ? "signal" : "status",
                                               WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status)),
                    "see whether this machine has memory left", {}};
        Attempt attempt{State::failed, "nothing was published: " + to_string(fault)};
        std::string words(max_words + 1, '\0');
        const ssize_t size = ::read(ours.get(), words.data(), words.size());
        if (size > 0) {
            attempt.state = static_cast<State>(words[0] - '0');
            attempt.words = words.substr(1, static_cast<std::size_t>(size) - 1);
        }
        if (status != 0 && !stopped_) note_failure(fault);
        return attempt;
    }

    // Whether the build came to an end of its own, which it has recorded.
    bool tell(int channel) const {
        std::string words;
        bool has_ended = false;
        try {
            const Attempt attempt = publish_here(request_);
            words = fmt::format("{}{}", static_cast<int>(attempt.state), attempt.words.substr(0, max_words));
            has_ended = true;
        } catch (const std::exception& error) {
            words = fmt::format("{}nothing was published: {}", static_cast<int>(State::failed), error.what());
        }
        return ::write(channel, words.data(), words.size()) > 0 && has_ended;
    }

    // The status of a child; one that is to stop is ended.
    int wait_for(pid_t child) {
        for (;;) {
            int status = 0;
            const pid_t ended = ::waitpid(child, &status, WNOHANG);
            if (ended == child || (ended < 0 && errno != EINTR)) return status;
            pollfd waiting{signals_.get(), POLLIN, 0};
            ::poll(&waiting, 1, -1);
            if (!take_signals()) continue;
            ::kill(child, SIGTERM);
            while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
            return status;
        }
    }

    // Whether this program is to stop.
    bool take_signals() {
        signalfd_siginfo info;
        while (::read(signals_.get(), &info, sizeof info) == static_cast<ssize_t>(sizeof info)) stopped_ = stopped_ || info.ssi_signo != SIGCHLD;
        return stopped_;
    }

    // Until the content may have changed and has come to rest, or it is time to look again.
    void wait() {
        auto until = Clock::now() + request_.every;
        if (retry_) until = std::min(until, *retry_);
        if (!poll_until(until)) return;
        was_told_ = true;
        const auto last = Clock::now() + patience;
        while (!stopped_ && Clock::now() < last && poll_until(std::min(Clock::now() + quiet, last))) {}
    }

    // Whether the kernel told of a change before then.
    bool poll_until(Clock::time_point until) {
        for (;;) {
            const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
            if (left.count() <= 0) return false;
            pollfd waiting[] = {{signals_.get(), POLLIN, 0}, {content_.descriptor(), POLLIN, 0}};
            if (::poll(waiting, 2, static_cast<int>(std::min<std::int64_t>(left.count(), 1'000'000))) < 0 && errno != EINTR) return false;
            if (take_signals()) return false;
            if (waiting[1].revents != 0 && content_.take_notices()) return true;
        }
    }

    const WatchRequest& request_;
    ContentWatch content_;
    std::optional<WatchLock> lock_;
    FileDescriptor signals_;
    sigset_t former_signals_{};
    std::string done_;        // the mark of the content that needs no further look; empty when there is none
    bool was_told_ = false;   // of a change since
    std::optional<Clock::time_point> retry_;
    milliseconds wait_ = first_retry;
    std::string said_;
    State said_state_ = State::published;
    bool is_news_ = false, has_warned_ = false, stopped_ = false;
};

}  // namespace

Result<void> watch_content(const WatchRequest& request) {
    return Watch(request).run();
}

}  // namespace kb
