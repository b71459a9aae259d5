// Answers of one generation that were given before. It is thrown away with the generation, so nothing in it is stale.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "server/http/response.h"

namespace kb::server {

// Two halves: what was asked lately, and what was asked before that. When the first is full it becomes the second.
// Any number of threads may use one.
class AnswerCache {
public:
    // With no bytes nothing is kept.
    explicit AnswerCache(std::size_t max_bytes) : max_half_(max_bytes / 2) {}

    // nullptr when there is none.
    std::shared_ptr<const Response> find(const std::string& key);
    void keep(const std::string& key, std::shared_ptr<const Response> answer);
    std::size_t bytes() const;

private:
    using Answers = std::unordered_map<std::string, std::shared_ptr<const Response>>;

    Answers insert(const std::string& key, std::shared_ptr<const Response> answer);

    mutable std::mutex mutex_;
    std::size_t max_half_;
    std::size_t bytes_ = 0, older_bytes_ = 0;  // of what is in recent_, and was in older_ when it was that
    Answers recent_, older_;
};

}  // namespace kb::server
