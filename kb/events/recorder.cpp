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
constexpr std::size_t most_in_batch = 200;  // parcels
// Who waits for it occupies a thread that others need.
constexpr std::chrono::seconds longest_flush(5);
// More than others may have waiting: what the server itself says.
constexpr std::size_t reserve = 1'000;  // events
constexpr std::int64_t between_complaints = 60 * 1000;  // ms

}  // namespace

Result<std::unique_ptr<Recorder>> Recorder::open(const std::filesystem::path& data, Settings settings, std::function<std::int64_t()> now,
                                                 GroupOf group_of, Log log) {
    auto events = EventLog::open(data);
    if (!events) return fail(events.error());
    auto rules = (*events)->change("read the rules of", [](EventTables& tables) { return tables.rules(); });
    if (!rules) return fail(rules.error());
    std::unique_ptr<Recorder> recorder(new Recorder(std::move(*events), settings, std::move(now), std::move(group_of), std::move(log)));
    recorder->rules_ = std::make_unique<RuleBook>(std::move(*rules));
    const auto counted = recorder->events_->change("count tickets in", [&](EventTables& tables) { count_earlier_tickets(tables, *recorder->rules_); });
    if (!counted) return fail(counted.error());
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

bool Recorder::take(Parcel parcel, bool is_of_server) {
    // Those without events take room, too.
    const std::size_t count = std::max<std::size_t>(parcel.events.size(), 1);
    const std::lock_guard lock(queue_);
    if (waiting_events_ + count > settings_.most_waiting + (is_of_server ? reserve : 0)) {
        counts_.dropped += static_cast<std::int64_t>(parcel.events.size());
        return false;
    }
    waiting_.push_back(std::move(parcel));
    waiting_events_ += count;
    ++taken_;
    return true;
}

Result<void> Recorder::set_rules(Rules rules) {
    const std::lock_guard lock(database_);
    rules.from = now_();
    auto all = events_->change("store rules in", [&](EventTables& tables) {
        const auto stored = tables.rules();
        Rules same = rules;
        if (!stored.empty()) same.from = stored.back().from;
        if (!stored.empty() && same == stored.back()) return stored;
        const auto latest = tables.latest();
        if (stored.empty() || !latest) {
            rules.from = 0;
            tables.set_first_rules(rules);
        } else {
            // Nothing that was counted by the old ones is counted anew by these.
            rules.from = std::max(rules.from, *latest + 1);
            tables.add(rules);
        }
        return tables.rules();
    });
    if (!all) return fail(all.error());
    auto rules_now = std::make_unique<RuleBook>(std::move(*all));
    const std::lock_guard readers(queue_);
    rules_ = std::move(rules_now);
    return {};
}

int Recorder::holdout_percent(std::int64_t at) const {
    const std::lock_guard lock(queue_);
    return rules_->at(at).holdout_percent;
}

Result<bool> Recorder::erase(Mark session) {
    if (!flush()) return fail(ErrorCode::busy, "too much waits to be stored", "try again in a minute");
    const std::lock_guard lock(database_);
    auto erased = events_->change("erase a session from", [&](EventTables& tables) { return erase_session(tables, session, *rules_); });
    if (!erased || !*erased) return erased;
    must_forget_ = true;
    ++version_;
    tidy();
    return erased;
}

bool Recorder::flush() {
    std::unique_lock lock(queue_);
    const std::int64_t before = taken_;
    is_hurried_ = true;
    news_.notify_all();
    return done_.wait_for(lock, longest_flush, [&] { return finished_ >= before || !thread_.joinable(); });
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
        const auto stored = store_part(part);
        ++version_;
        const std::lock_guard lock(queue_);
        ++counts_.batches;
        finished_ += std::ssize(part);
        done_.notify_all();
        if (stored) {
            counts_.stored += stored->stored;
            counts_.repeated += stored->repeated;
            counts_.dropped += stored->dropped;
        } else {
            for (const Parcel& each : part) counts_.failed += static_cast<std::int64_t>(each.events.size());
            complain("events were not stored: " + to_string(stored.error()));
        }
    }
}

// Others hold the database for a moment only; what they have us wait for longer is tried once more.
Result<Stored> Recorder::store_part(const std::vector<Parcel>& part) try {
    const std::lock_guard lock(database_);
    const auto store = [&] {
        return events_->change("store events in", [&](EventTables& tables) { return store_batch(tables, part, *rules_, group_of_); });
    };
    auto stored = store();
    return !stored && stored.error().code == ErrorCode::busy ? store() : stored;
} catch (const std::exception& error) {
    return fail(ErrorCode::io, error.what());
}

// Once a minute: there may be many of the kind.
void Recorder::complain(const std::string& what) {
    const std::int64_t now = now_();
    if (now < next_complaint_) return;
    next_complaint_ = now + between_complaints;
    write(log_, LogLevel::error, what);
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
        // Of that day a part is gone.
        tables.note_forgotten(rules_->day_of(at) + 1);
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
