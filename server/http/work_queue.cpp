#include "server/http/work_queue.h"

#include <algorithm>

namespace kb::server {

namespace {

// A lane that had nothing to do may use this much more than the other at once, no more.
constexpr std::chrono::milliseconds most_saved(10);
// What must not be lost waits so many times longer before it is refused.
constexpr int patience = 20;
// How much a new cost counts in the average.
constexpr int average_over = 16;

}  // namespace

bool WorkQueue::push(Job& job) {
    {
        const std::lock_guard lock(mutex_);
        Lane& to = lane(job.effort);
        const unsigned share = job.effort == Effort::much ? limits_.heavy_at_a_time : limits_.processors;
        const auto wait = to.usual_cost * to.jobs.size() / share;
        const auto longest = job.request.is_patient ? patience * limits_.wait : limits_.wait;
        if (to.jobs.size() >= limits_.jobs || wait > longest) return false;
        if (to.jobs.empty()) to.used = std::max(to.used, beside(job.effort).used - most_saved);
        job.expected = to.usual_cost;
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
    from->used += job.expected;
    if (job.effort == Effort::much) ++heavy_running_;
    if (closed_) ready_.notify_all();
    return job;
}

// The lane that the next job is to come from.
WorkQueue::Lane* WorkQueue::next() {
    Lane& little = lane(Effort::little);
    Lane& much = lane(Effort::much);
    const bool may_be_heavy = !much.jobs.empty() && heavy_running_ < limits_.heavy_at_a_time;
    if (may_be_heavy && (little.jobs.empty() || much.used < little.used)) return &much;
    return little.jobs.empty() ? nullptr : &little;
}

void WorkQueue::done(const Job& job, Clock::duration cost) {
    const std::lock_guard lock(mutex_);
    Lane& of = lane(job.effort);
    of.usual_cost += (cost - of.usual_cost) / average_over;
    of.used += cost - job.expected;
    if (job.effort == Effort::much) {
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
