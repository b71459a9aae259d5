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
    explicit AnswerCache(std::size_t max_bytes = 64 * 1024 * 1024) : max_half_(max_bytes / 2) {}

    // nullptr when there is none.
    std::shared_ptr<const Response> find(const std::string& key);
    void keep(const std::string& key, std::shared_ptr<const Response> answer);

private:
    using Answers = std::unordered_map<std::string, std::shared_ptr<const Response>>;

    void insert(const std::string& key, std::shared_ptr<const Response> answer);

    std::mutex mutex_;
    std::size_t max_half_;
    std::size_t bytes_ = 0;  // of what is in recent_
    Answers recent_, older_;
};

}  // namespace kb::server
