// How publishing stands: what is served since when, what waits and why, and whether anybody follows the content.
#pragma once

#include "kb/base/files.h"
#include "kb/index/generation_store.h"
#include "kb/index/publishing_status.h"

namespace kb {

// Held by the one process that follows the content of an index, as long as it lives: INDEX/watch.lock.
class WatchLock {
public:
    // Fails with busy while another process follows.
    static Result<WatchLock> take(const std::filesystem::path& index);
    // That the content was just looked at. The time of the file says so.
    void touch() const;

private:
    explicit WatchLock(FileDescriptor file) : file_(std::move(file)) {}
    FileDescriptor file_;
};

struct Watching {
    bool was_ever = false;
    bool is_running = false;
    std::int64_t looked = 0;  // unix seconds; when the content could last be looked at
};
Watching read_watching(const std::filesystem::path& index);

struct Publishing {
    std::optional<PublishingStatus> last;
    Watching watching;
    std::optional<GenerationNumber> live;
    std::int64_t live_since = 0;          // unix seconds
    std::vector<GenerationEntry> kept;    // oldest first
    std::optional<GenerationNumber> pinned;
};

Publishing read_publishing(const std::filesystem::path& index);

}  // namespace kb
