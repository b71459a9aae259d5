#include "server/http/work_queue.h"

namespace kb::server {

namespace {

// What costs much comes before anything else after this time.
constexpr std::chrono::milliseconds patience_of_heavy(100);
// How much a new cost counts in the average.
constexpr int average_over = 16;

}  // namespace

bool WorkQueue::push(Job& job) {
    {
        const std::lock_guard lock(mutex_);
        Lane& to = lane(job.effort);
        const unsigned share = job.effort == Effort::much ? limits_.heavy_at_a_time : limits_.processors;
        const auto wait = to.usual_cost * to.jobs.size() / share;
        if (to.jobs.size() >= limits_.jobs || wait > limits_.wait) return false;
        job.since = Clock::now();
        to.jobs.push_back(std::move(job));
        ++size_;
    }
    ready_.notify_one();
    return true;
}

std::optional<Job> WorkQueue::pop() {
    std::unique_lock lock(mutex_);
    Lane* from = nullptr;
    ready_.wait(lock, [&] { return (from = next()) != nullptr || (closed_ && size_ == 0); });
    if (from == nullptr) return {};
    Job job = std::move(from->jobs.front());
    from->jobs.pop_front();
    --size_;
    if (job.effort == Effort::much) ++heavy_running_;
    if (closed_) ready_.notify_all();
    return job;
}

// The lane that the next job is to come from.
WorkQueue::Lane* WorkQueue::next() {
    Lane& little = lane(Effort::little);
    Lane& much = lane(Effort::much);
    const bool may_be_heavy = !much.jobs.empty() && heavy_running_ < limits_.heavy_at_a_time;
    if (may_be_heavy && (little.jobs.empty() || Clock::now() - much.jobs.front().since > patience_of_heavy)) return &much;
    return little.jobs.empty() ? nullptr : &little;
}

void WorkQueue::done(Effort effort, Clock::duration cost) {
    const std::lock_guard lock(mutex_);
    lane(effort).usual_cost += (cost - lane(effort).usual_cost) / average_over;
    if (effort == Effort::much) {
        --heavy_running_;
        ready_.notify_one();
    }
}

void WorkQueue::close() {
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }
    ready_.notify_all();
}

}  // namespace kb::server
