// What measures how visitors fare, while a server runs: events are taken in, stored, and counted.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string_view>

#include "kb/base/error.h"
#include "kb/base/log.h"
#include "kb/events/recorder.h"
#include "kb/stats/near_groups.h"
#include "server/clock.h"
#include "server/http/rate_limiter.h"
#include "server/http/request.h"
#include "server/live_index.h"
#include "server/settings.h"

namespace kb::server {

// Any number of threads may use one. `index` must outlive it.
class Statistics {
public:
    // Fails when the database cannot be opened.
    static Result<std::unique_ptr<Statistics>> open(const std::filesystem::path& data, const Settings& settings, LiveIndex& index, Clock clock, Log log);

    void start() { recorder_->start(); }

    // Whether this is somebody whose doings say something of customers: no colleague, no crawler or other program, no page of another site.
    static bool counts(const Request& request);
    // Whether the browser asks not to be recognised. https://w3c.github.io/gpc/
    static bool wants_privacy(const Request& request);

    // Of somebody who counts. Fails with invalid_argument, and with busy when one address sends more than people do; otherwise how many
    // events were taken: none when too many wait.
    Result<std::size_t> take(const Request& request, const FindArticle& find_article);
    // That a message of this session was stored.
    void note_ticket(const Request& request, std::string_view session, std::string_view ticket, std::string_view lang);
    Result<bool> erase(std::string_view session) { return recorder_->erase(mark_of(session)); }

    // What a query asks, among all that were asked: slips of words that the articles lack belong to the word.
    std::string group_of(const std::string& query, const std::string& lang);

    // For how long events are kept.
    std::chrono::days retention() const { return retention_; }

    // Grows with each change of what is stored.
    std::int64_t version() const { return recorder_->version(); }
    // Whether this session's visits of the contact form are shown nothing, as they are counted.
    bool is_held_out(std::string_view session) const;
    RecorderCounts report() const { return recorder_->counts(); }

private:
    // Of a whole office, in time; one visit makes some ten.
    static constexpr std::size_t most_groups = 20'000;
    static constexpr Rate events_of_address{.per_second = 5, .burst = 1000};

    Statistics(LiveIndex& index, std::chrono::days retention, Clock clock, Log log)
        : index_(index), retention_(retention), clock_(std::move(clock)), log_(std::move(log)), limiter_(events_of_address) {}
    void follow(const Generation& generation);
    Result<void> remember_groups(const std::filesystem::path& data);

    LiveIndex& index_;
    std::chrono::days retention_;
    Clock clock_;
    Log log_;
    RateLimiter limiter_;
    std::mutex grouping_;
    NearGroups groups_{most_groups};
    std::unique_ptr<Recorder> recorder_;
};

}  // namespace kb::server
