#include "server/answer_cache.h"

#include <utility>

namespace kb::server {

namespace {

// An answer that fills more than this part of the cache is not kept.
constexpr std::size_t largest_part = 16;
constexpr std::size_t overhead = 512;

}  // namespace

std::shared_ptr<const Response> AnswerCache::find(const std::string& key) {
    Answers forgotten;  // freed without the lock: there may be tens of thousands
    const std::lock_guard lock(mutex_);
    if (const auto found = recent_.find(key); found != recent_.end()) return found->second;
    const auto found = older_.find(key);
    if (found == older_.end()) return nullptr;
    auto answer = found->second;
    older_.erase(found);
    forgotten = insert(key, answer);
    return answer;
}

void AnswerCache::keep(const std::string& key, std::shared_ptr<const Response> answer) {
    // A file held open would keep its generation on the disk.
    if (answer->file.file != nullptr || answer->body.size() + overhead > max_half_ / largest_part) return;
    Answers forgotten;
    const std::lock_guard lock(mutex_);
    forgotten = insert(key, std::move(answer));
}

std::size_t AnswerCache::bytes() const {
    const std::lock_guard lock(mutex_);
    return bytes_ + older_bytes_;
}

// Returns what there was no more room for.
AnswerCache::Answers AnswerCache::insert(const std::string& key, std::shared_ptr<const Response> answer) {
    Answers forgotten;
    const std::size_t size = key.size() + answer->body.size() + overhead;
    if (bytes_ + size > max_half_) {
        forgotten = std::exchange(older_, std::exchange(recent_, Answers()));
        older_bytes_ = std::exchange(bytes_, 0);
    }
    if (recent_.insert_or_assign(key, std::move(answer)).second) bytes_ += size;
    return forgotten;
}

}  // namespace kb::server
