// The folder of an index: which generations there are, which one is served, and how a new one takes its place.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "kb/base/error.h"
#include "kb/base/files.h"
#include "kb/base/log.h"
#include "kb/index/generation.h"

namespace kb {

// Held by the one process that may change an index; let go when destroyed, or when the process ends.
class BuilderLock {
public:
    explicit BuilderLock(FileDescriptor file) : file_(std::move(file)) {}

private:
    FileDescriptor file_;
};

// A folder being filled. Removed when destroyed unless it was published.
class PendingGeneration {
public:
    PendingGeneration(GenerationNumber number, std::filesystem::path directory)
        : number_(number), directory_(std::move(directory)) {}
    PendingGeneration(PendingGeneration&& other) noexcept;
    PendingGeneration& operator=(PendingGeneration&&) = delete;
    ~PendingGeneration();
    GenerationNumber number() const { return number_; }
    const std::filesystem::path& directory() const { return directory_; }

private:
    friend class GenerationStore;
    GenerationNumber number_;
    std::filesystem::path directory_;
};

struct GenerationEntry {
    GenerationInfo info;
    bool current = false;
};

class GenerationStore {
public:
    // `log` hears what is done without being asked for: old generations removed, leftovers cleared away.
    explicit GenerationStore(std::filesystem::path index, Log log = {})
        : index_(std::move(index)), log_(std::move(log)) {}

    const std::filesystem::path& index() const { return index_; }
    std::filesystem::path directory_of(GenerationNumber number) const { return index_ / generation_name(number); }

    // The generation that CURRENT names. Fails with index_missing when nothing was published, index_damaged
    // when CURRENT is not ours or names what is not there.
    Result<GenerationNumber> current() const;

    // Those on disk, oldest first; unreadable ones are left out.
    Result<std::vector<GenerationEntry>> list() const;

    // Makes the folder when needed. Fails with invalid_argument when it holds something that is no index.
    Result<void> claim() const;

    // Claims the folder. Fails with busy while another process builds, too.
    Result<BuilderLock> lock() const;

    // A new folder with the next number; clears away what unfinished builders left.
    Result<PendingGeneration> begin(const BuilderLock& lock) const;

    // Makes a finished folder (with its generation.json) the served one and keeps the newest `keep`. Unpins.
    Result<void> publish(const BuilderLock& lock, PendingGeneration pending, std::size_t keep = 3) const;

    // Serves an older generation: `to`, or the one before the current. Pins: see pinned(). Fails with index_foreign
    // when it was made with another analyzer than the one of the id `analyzer`.
    Result<GenerationNumber> rollback(const BuilderLock& lock, std::optional<GenerationNumber> to,
                                      std::string_view analyzer) const;

    // The newest generation that rollbacks turned away from, until the next publication or until it is gone forward to.
    std::optional<GenerationNumber> pinned() const;
    Result<void> unpin(const BuilderLock& lock) const;

private:
    std::vector<GenerationNumber> numbers() const;
    Result<void> point_to(GenerationNumber number) const;

    void remove(const std::filesystem::path& directory, std::string_view what) const;

    std::filesystem::path index_;
    Log log_;
};

}  // namespace kb
