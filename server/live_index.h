// The generation that is served now, exchanged as soon as a builder publishes another one.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "kb/base/error.h"
#include "kb/base/log.h"
#include "kb/index/publishing_status.h"
#include "server/generation.h"

namespace kb::server {

// Any number of threads may use one.
class LiveIndex {
public:
    // `cache_bytes`: of answers, kept for each generation.
    LiveIndex(std::filesystem::path index, std::shared_ptr<const Dictionaries> dictionaries, std::size_t cache_bytes, Log log)
        : index_(std::move(index)), dictionaries_(std::move(dictionaries)), cache_bytes_(cache_bytes), log_(std::move(log)) {}
    ~LiveIndex();

    // Called with each generation that is served from now on, before it is. Before open().
    void watch(std::function<void(const Generation&)> taken) { taken_ = std::move(taken); }

    // Opens what CURRENT names. Fails with index_missing, index_damaged or index_foreign.
    Result<void> open();

    // Looks every 100 ms whether there is another one, until destroyed.
    void follow();
    // Not any more; returns when nobody is being told of generations.
    void stop();

    // Hold it for the whole of a request. nullptr before open() succeeded.
    std::shared_ptr<const Generation> current() const;

    // Why the generation that CURRENT names is not the one served; nothing when it is.
    std::optional<Error> problem() const;

    // What became of the latest attempt to publish something newer; nullptr when nothing says so.
    std::shared_ptr<const PublishingStatus> publishing() const;
    const std::filesystem::path& path() const { return index_; }

private:
    // What tells one publication from another: the content of CURRENT, and the identity of the file it leads to,
    // because an index may be deleted and made anew under the same number.
    std::string read_mark() const;
    void look();
    void look_at_publishing();
    void take(std::shared_ptr<const Generation> generation);
    void report(const Error& error);

    std::filesystem::path index_;
    std::shared_ptr<const Dictionaries> dictionaries_;
    std::size_t cache_bytes_;
    Log log_;
    std::function<void(const Generation&)> taken_;
    std::string mark_, publishing_mark_;  // of the last attempts; used by one thread at a time

    mutable std::mutex mutex_;
    std::shared_ptr<const Generation> current_;
    std::optional<Error> problem_;
    std::shared_ptr<const PublishingStatus> publishing_;
    bool stopping_ = false;
    std::condition_variable stopped_;
    std::thread follower_;
};

}  // namespace kb::server
