#include "server/live_index.h"

#include <chrono>

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "kb/base/files.h"

namespace kb::server {

namespace {

constexpr std::chrono::milliseconds look_interval(100);
constexpr std::chrono::milliseconds longest_read_ahead(100);  // of each half: what is published should be seen soon
constexpr std::uint64_t max_pointer = 4096;
constexpr int low_priority = 10;

}  // namespace

LiveIndex::~LiveIndex() {
    stop();
}

void LiveIndex::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    stopped_.notify_all();
    if (follower_.joinable()) follower_.join();
}

Result<void> LiveIndex::open() {
    // Read before opening: what is published in between is noticed by the next look.
    mark_ = read_mark();
    look_at_publishing();
    auto snapshot = Snapshot::open(index_, dictionaries_);
    if (!snapshot) return fail(snapshot.error());
    take(std::make_shared<const Generation>(std::move(*snapshot), cache_bytes_));
    return {};
}

void LiveIndex::follow() {
    follower_ = std::thread([this] {
        // Opening a generation takes a processor for a while: who searches meanwhile comes first. On Linux of this thread alone.
        ::setpriority(PRIO_PROCESS, 0, low_priority);
        std::unique_lock lock(mutex_);
        while (!stopped_.wait_for(lock, look_interval, [this] { return stopping_; })) {
            lock.unlock();
            look();
            look_at_publishing();
            lock.lock();
        }
    });
}

std::shared_ptr<const Generation> LiveIndex::current() const {
    const std::lock_guard lock(mutex_);
    return current_;
}

std::optional<Error> LiveIndex::problem() const {
    const std::lock_guard lock(mutex_);
    return problem_;
}

std::shared_ptr<const PublishingStatus> LiveIndex::publishing() const {
    const std::lock_guard lock(mutex_);
    return publishing_;
}

// It is replaced, never changed: another file is another status.
void LiveIndex::look_at_publishing() {
    struct stat status {};
    const bool is_there = stat(publishing_status_file(index_).c_str(), &status) == 0;
    std::string mark = is_there ? fmt::format("{} {} {}.{:09}", status.st_dev, status.st_ino, status.st_mtim.tv_sec, status.st_mtim.tv_nsec) : std::string();
    if (mark == publishing_mark_) return;
    publishing_mark_ = std::move(mark);
    auto read = read_publishing_status(index_);
    auto latest = read ? std::make_shared<const PublishingStatus>(std::move(*read)) : nullptr;
    const std::lock_guard lock(mutex_);
    publishing_.swap(latest);
}

std::string LiveIndex::read_mark() const {
    const auto pointer = read_file(index_ / "CURRENT", max_pointer);
    if (!pointer) return {};
    const std::string name = pointer->substr(0, pointer->find('\n'));
    struct stat status {};
    if (!parse_generation_name(name) || stat((index_ / name / "generation.json").c_str(), &status) != 0) return name;
    return fmt::format("{} {} {} {}.{:09}", name, status.st_dev, status.st_ino, status.st_mtim.tv_sec,
                       status.st_mtim.tv_nsec);
}

void LiveIndex::look() {
    std::string mark = read_mark();
    if (mark == mark_) return;
    mark_ = std::move(mark);
    auto snapshot = Snapshot::open(index_, dictionaries_);
    if (!snapshot) return report(snapshot.error());
    if (const auto former = current()) (*snapshot)->read_ahead(*former->snapshot, longest_read_ahead);
    take(std::make_shared<const Generation>(std::move(*snapshot), cache_bytes_));
}

void LiveIndex::take(std::shared_ptr<const Generation> generation) {
    const GenerationInfo& info = generation->snapshot->info();
    const std::string message = fmt::format("serving generation {} with {} articles, content {}", info.number,
                                            generation->public_articles, info.commit.value_or("without a commit"));
    if (taken_) taken_(*generation);
    // What this replaces is destroyed here or by the last request that uses it, outside the lock.
    {
        const std::lock_guard lock(mutex_);
        current_.swap(generation);
        problem_.reset();
    }
    write(log_, LogLevel::info, message);
}

void LiveIndex::report(const Error& error) {
    {
        const std::lock_guard lock(mutex_);
        problem_ = error;
    }
    write(log_, LogLevel::error, fmt::format("the generation served stays: {}", to_string(error)));
}

}  // namespace kb::server
