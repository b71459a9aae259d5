// Takes events from whoever answers requests, and stores them from a thread of its own, many at once.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "kb/base/log.h"
#include "kb/events/batch.h"

namespace kb {

// What a program that stops at once, or is killed, may lose: what came within this time.
constexpr std::chrono::milliseconds batch_interval(250);

struct RecorderCounts {
    std::int64_t waiting = 0;  // now
    std::int64_t stored = 0, repeated = 0, dropped = 0, failed = 0;  // events, since the program began; failed: could not be stored
    std::int64_t batches = 0;
};

// Any number of threads may use one.
class Recorder {
public:
    struct Settings {
        std::size_t most_waiting = 50'000;  // events; more are dropped and counted
        std::chrono::days retention{400};
    };

    // Milliseconds since 1970 from `now`. `group_of` is called by the recorder's thread.
    static Result<std::unique_ptr<Recorder>> open(const std::filesystem::path& data, Settings settings, std::function<std::int64_t()> now,
                                                  GroupOf group_of, Log log);
    // Stores what waits.
    ~Recorder();

    // Never waits; false when too much waits already, and then nothing of it is taken. There is room left for what the server itself has to
    // say, as of tickets, when there is none for others.
    bool take(Parcel parcel, bool is_of_server = false);
    // From now on. The first rules of an empty database count for the time before, too.
    Result<void> set_rules(Rules rules);
    // That counts at a moment, in milliseconds since 1970.
    int holdout_percent(std::int64_t at) const;
    // All that is known of a session, also of what waits; true when something was. Fails with busy when that cannot be done soon.
    Result<bool> erase(Mark session);
    // Waits until all that was taken before is stored; false when that takes too long.
    bool flush();
    // Begins to store; before that everything waits.
    void start();
    // Both are done by the thread that start() begins; for who has none.
    void store_now();
    void forget_old();
    RecorderCounts counts() const;
    // Grows with each change of what is stored.
    std::int64_t version() const { return version_; }

private:
    Recorder(std::unique_ptr<EventLog> log_of_events, Settings settings, std::function<std::int64_t()> now, GroupOf group_of, Log log);

    void run();
    std::vector<Parcel> take_waiting();
    void store(std::vector<Parcel> batch);
    Result<Stored> store_part(const std::vector<Parcel>& part);
    void complain(const std::string& what);
    void forget_before(std::int64_t at, std::int64_t now);
    void tidy();

    std::unique_ptr<EventLog> events_;
    Settings settings_;
    std::function<std::int64_t()> now_;
    GroupOf group_of_;
    Log log_;

    std::mutex database_;  // held while events_ and rules_ are used
    std::unique_ptr<RuleBook> rules_;  // exchanged under queue_, too
    bool must_forget_ = false;  // something erased may still stand in the log of changes
    std::int64_t next_forgetting_ = 0;  // milliseconds since 1970

    mutable std::mutex queue_;
    std::condition_variable news_, done_;
    std::vector<Parcel> waiting_;
    std::size_t waiting_events_ = 0, storing_ = 0;
    std::int64_t taken_ = 0, finished_ = 0;  // parcels, since the program began; finished: stored or lost
    std::int64_t next_complaint_ = 0;        // milliseconds since 1970
    bool is_stopping_ = false, is_hurried_ = false;
    RecorderCounts counts_;
    std::atomic<std::int64_t> version_{0};
    std::thread thread_;
};

}  // namespace kb
