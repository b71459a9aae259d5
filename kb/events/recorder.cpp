#include "kb/events/recorder.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace kb {

namespace {

// Nobody waits for it; visitors' searches go first.
constexpr int low_priority = 5;
constexpr std::int64_t between_forgettings = 60 * 60 * 1000;  // ms
// Events come up to a day late, and questions are open for a day or more.
constexpr std::int64_t still_changing = 3LL * 24 * 60 * 60 * 1000;  // ms
constexpr std::int64_t forgotten_at_once = 1'000;      // events
// One change, so that others get at the database in between.
constexpr std::size_t most_in_batch = 2'000;  // parcels

}  // namespace

Result<std::unique_ptr<Recorder>> Recorder::open(const std::filesystem::path& data, Settings settings, std::function<std::int64_t()> now,
                                                 GroupOf group_of, Log log) {
    auto events = EventLog::open(data);
    if (!events) return fail(events.error());
    auto rules = (*events)->change("read the rules of", [](EventTables& tables) { return tables.rules(); });
    if (!rules) return fail(rules.error());
    std::unique_ptr<Recorder> recorder(new Recorder(std::move(*events), settings, std::move(now), std::move(group_of), std::move(log)));
    recorder->rules_ = std::make_unique<RuleBook>(std::move(*rules));
    return recorder;
}

Recorder::Recorder(std::unique_ptr<EventLog> events, Settings settings, std::function<std::int64_t()> now, GroupOf group_of, Log log)
    : events_(std::move(events)), settings_(settings), now_(std::move(now)), group_of_(std::move(group_of)), log_(std::move(log)) {}

Recorder::~Recorder() {
    {
        const std::lock_guard lock(queue_);
        is_stopping_ = true;
    }
    news_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Recorder::start() {
    thread_ = std::thread([this] { run(); });
}

bool Recorder::take(Parcel parcel) {
    const std::size_t count = parcel.events.size();
    {
        const std::lock_guard lock(queue_);
        if (waiting_events_ + count > settings_.most_waiting) {
            counts_.dropped += static_cast<std::int64_t>(count);
            return false;
        }
        waiting_.push_back(std::move(parcel));
        waiting_events_ += count;
    }
    return true;
}

Result<void> Recorder::set_rules(Rules rules) {
    const std::lock_guard lock(database_);
    rules.from = now_();
    const Rules& last = rules_->at(rules.from);
    Rules same = rules;
    same.from = last.from;
    auto all = events_->change("store rules in", [&](EventTables& tables) {
        const auto latest = tables.latest();
        if (tables.rules().empty() || !latest) {
            rules.from = 0;
            tables.set_first_rules(rules);
        } else if (same != last) {
            // Nothing that was counted by the old ones is counted anew by these.
            rules.from = std::max(rules.from, *latest + 1);
            tables.add(rules);
        }
        return tables.rules();
    });
    if (!all) return fail(all.error());
    rules_ = std::make_unique<RuleBook>(std::move(*all));
    return {};
}

Result<bool> Recorder::erase(Mark session) {
    flush();
    const std::lock_guard lock(database_);
    auto erased = events_->change("erase a session from", [&](EventTables& tables) { return erase_session(tables, session, *rules_); });
    if (!erased || !*erased) return erased;
    must_forget_ = true;
    ++version_;
    tidy();
    return erased;
}

void Recorder::flush() {
    std::unique_lock lock(queue_);
    is_hurried_ = true;
    news_.notify_all();
    done_.wait(lock, [&] { return (waiting_.empty() && storing_ == 0) || !thread_.joinable(); });
}

RecorderCounts Recorder::counts() const {
    const std::lock_guard lock(queue_);
    RecorderCounts counts = counts_;
    counts.waiting = static_cast<std::int64_t>(waiting_events_ + storing_);
    return counts;
}

void Recorder::run() {
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), low_priority);
    std::unique_lock lock(queue_);
    while (!is_stopping_ || !waiting_.empty()) {
        news_.wait_for(lock, batch_interval, [&] { return is_stopping_ || (is_hurried_ && !waiting_.empty()); });
        is_hurried_ = false;
        std::vector<Parcel> batch = take_waiting();
        lock.unlock();
        if (!batch.empty()) store(std::move(batch));
        forget_old();
        lock.lock();
        storing_ = 0;
        done_.notify_all();
    }
}

std::vector<Parcel> Recorder::take_waiting() {
    storing_ = std::exchange(waiting_events_, 0);
    return std::exchange(waiting_, {});
}

void Recorder::store_now() {
    std::unique_lock lock(queue_);
    std::vector<Parcel> batch = take_waiting();
    lock.unlock();
    store(std::move(batch));
    lock.lock();
    storing_ = 0;
    done_.notify_all();
}

void Recorder::store(std::vector<Parcel> batch) {
    for (auto at = batch.begin(); at != batch.end();) {
        const auto end = at + std::min<std::ptrdiff_t>(batch.end() - at, most_in_batch);
        const std::vector<Parcel> part(std::make_move_iterator(at), std::make_move_iterator(end));
        at = end;
        Result<Stored> stored;
        {
            const std::lock_guard lock(database_);
            stored = events_->change("store events in", [&](EventTables& tables) { return store_batch(tables, part, *rules_, group_of_); });
        }
        ++version_;
        const std::lock_guard lock(queue_);
        ++counts_.batches;
        if (stored) {
            counts_.stored += stored->stored;
            counts_.repeated += stored->repeated;
            counts_.dropped += stored->dropped;
        } else {
            for (const Parcel& each : part) counts_.failed += static_cast<std::int64_t>(each.events.size());
            write(log_, LogLevel::error, fmt::format("events were not stored: {}", to_string(stored.error())));
        }
    }
}

// What is older than it may be.
void Recorder::forget_old() {
    const std::lock_guard lock(database_);
    const std::int64_t now = now_();
    if (now >= next_forgetting_) forget_before(now - std::chrono::milliseconds(settings_.retention).count(), now);
    if (must_forget_) tidy();
}

void Recorder::forget_before(std::int64_t at, std::int64_t now) {
    const auto forgotten = events_->change("forget events in", [&](EventTables& tables) {
        const std::int64_t count = tables.forget_events(at, forgotten_at_once);
        if (count < forgotten_at_once) tables.forget_traces(at, rules_->day_of(at));
        return count;
    });
    const auto packed = events_->change("tidy up", [&](EventTables& tables) { return tables.pack_month(rules_->day_of(now - still_changing)); });
    for (const Error* error : {forgotten ? nullptr : &forgotten.error(), packed ? nullptr : &packed.error()}) {
        if (error != nullptr) write(log_, LogLevel::error, fmt::format("old events were not put away: {}", to_string(*error)));
    }
    // The rest soon.
    const bool is_done = (!forgotten || *forgotten < forgotten_at_once) && (!packed || !*packed);
    if (is_done) next_forgetting_ = now + between_forgettings;
    must_forget_ = must_forget_ || (forgotten && *forgotten > 0);
}

void Recorder::tidy() {
    const auto forgotten = events_->forget_erased();
    must_forget_ = !forgotten || !*forgotten;
}

}  // namespace kb
