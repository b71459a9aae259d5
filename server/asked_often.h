// The queries that are shown to everybody because many have asked them, kept up with what is asked.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "kb/base/log.h"
#include "kb/search/popular_queries.h"
#include "kb/store/figures.h"
#include "server/clock.h"
#include "server/live_index.h"
#include "server/statistics.h"

namespace kb::server {

struct AskedQueries {
    std::map<std::string, PopularQueries, std::less<>> by_language;
    std::uint64_t version = 0;  // the same for the same queries; 0 for none

    const PopularQueries& of(std::string_view lang) const;
};

// Any number of threads may use one. What it is given must outlive it.
class AskedOften {
public:
    AskedOften(Figures& figures, const Statistics& statistics, const LiveIndex& index, Clock clock, Log log);
    ~AskedOften();

    // Looks whether something new was stored or published, until destroyed.
    void start();
    // Never nullptr.
    std::shared_ptr<const AskedQueries> current() const;

private:
    void run();
    Result<AskedQueries> read(const Generation& generation);

    Figures& figures_;
    const Statistics& statistics_;
    const LiveIndex& index_;
    Clock clock_;
    Log log_;

    mutable std::mutex mutex_;
    std::shared_ptr<const AskedQueries> current_ = std::make_shared<const AskedQueries>();
    bool is_stopping_ = false;
    std::condition_variable stopped_;
    std::thread thread_;
};

}  // namespace kb::server
