#include "kb/index/generation_store.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <fmt/format.h>

namespace fs = std::filesystem;

namespace kb {

namespace {

constexpr std::string_view unfinished = ".tmp";
// The collection of solved questions may be there before any article is.
constexpr const char* collection_beside = "questions";

std::string first_line(std::string_view text) {
    return std::string(text.substr(0, text.find('\n')));
}

}  // namespace

PendingGeneration::PendingGeneration(PendingGeneration&& other) noexcept
    : number_(other.number_), directory_(std::exchange(other.directory_, fs::path())) {}

PendingGeneration::~PendingGeneration() {
    std::error_code ignored;
    if (!directory_.empty()) fs::remove_all(directory_, ignored);
}

Result<GenerationNumber> GenerationStore::current() const {
    const auto text = read_file(index_ / "CURRENT", 4096);
    if (!text) {
        if (text.error().code != ErrorCode::not_found) return fail(text.error());
        return fail(ErrorCode::index_missing, "no index here",
                    fmt::format("run kb-indexer build --content CONTENT --index {}", index_.string()), {index_.string()});
    }
    const auto number = parse_generation_name(first_line(*text));
    std::error_code error;
    if (!number || !fs::is_directory(directory_of(*number), error))
        return fail(ErrorCode::index_damaged,
                    number ? fmt::format("CURRENT names {}, which is not there", generation_name(*number))
                           : "CURRENT does not name a generation",
                    fmt::format("run kb-indexer rollback --index {0} --to N, or kb-indexer build --index {0}", index_.string()),
                    {(index_ / "CURRENT").string()});
    return *number;
}

std::vector<GenerationNumber> GenerationStore::numbers() const {
    std::vector<GenerationNumber> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(index_, error)) {
        if (const auto number = parse_generation_name(entry.path().filename().string())) found.push_back(*number);
    }
    std::sort(found.begin(), found.end());
    return found;
}

Result<std::vector<GenerationEntry>> GenerationStore::list() const {
    const auto served = current();
    if (!served && served.error().code == ErrorCode::index_missing) return fail(served.error());
    std::vector<GenerationEntry> entries;
    for (const GenerationNumber number : numbers()) {
        auto info = read_generation_info(directory_of(number));
        if (info) entries.push_back({std::move(*info), served && *served == number});
    }
    return entries;
}

Result<void> GenerationStore::claim() const {
    std::error_code error;
    fs::create_directories(index_, error);
    if (error) return fail(system_error("make the index folder", index_.string(), error.value()));
    if (fs::exists(index_ / "lock", error) || fs::exists(index_ / "CURRENT", error)) return {};
    const bool has_others = std::any_of(fs::directory_iterator(index_, error), fs::directory_iterator(),
                                        [](const fs::directory_entry& entry) { return entry.path().filename() != collection_beside; });
    if (!has_others && !error) return {};
    return fail(ErrorCode::invalid_argument, "this folder holds something that is not an index",
                "give --index an empty or a new folder", {index_.string()});
}

Result<BuilderLock> GenerationStore::lock() const {
    if (auto claimed = claim(); !claimed) return fail(claimed.error());
    const fs::path path = index_ / "lock";
    FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (!file && errno == EACCES)
        return fail(ErrorCode::unreadable, "this index belongs to somebody else", fmt::format("build as its owner, or hand it over: chown -R USER {}", index_.string()), {path.string()});
    if (!file) return fail(system_error("open", path.string(), errno));
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return fail(system_error("lock", path.string(), errno));
        const auto holder = read_file(path, 64);
        return fail(ErrorCode::busy,
                    holder && !holder->empty() ? fmt::format("another builder is at work here (process {})", first_line(*holder))
                                               : "another builder is at work here",
                    "wait until it is done, or stop it", {index_.string()});
    }
    // For the message above only; the lock itself is the kernel's.
    const std::string holder = fmt::format("{}\n", ::getpid());
    if (::ftruncate(file.get(), 0) != 0 ||
        ::pwrite(file.get(), holder.data(), holder.size(), 0) != static_cast<ssize_t>(holder.size()))
        return fail(system_error("write", path.string(), errno));
    return BuilderLock(std::move(file));
}

Result<PendingGeneration> GenerationStore::begin(const BuilderLock&) const {
    std::error_code error;
    std::vector<fs::path> leftovers;
    for (const auto& entry : fs::directory_iterator(index_, error)) {
        const std::string name = entry.path().filename().string();
        if (!name.ends_with(unfinished)) continue;
        const std::string_view stem = std::string_view(name).substr(0, name.size() - unfinished.size());
        if (parse_generation_name(stem)) leftovers.push_back(entry.path());
    }
    for (const fs::path& leftover : leftovers) remove(leftover, "an unfinished generation");

    const auto existing = numbers();
    const GenerationNumber number = existing.empty() ? 1 : existing.back() + 1;
    const fs::path directory = index_ / (generation_name(number) + std::string(unfinished));
    if (!fs::create_directory(directory, error))
        return fail(system_error("make a new generation", directory.string(), error.value()));
    return PendingGeneration(number, directory);
}

void GenerationStore::remove(const fs::path& directory, std::string_view what) const {
    std::error_code error;
    fs::remove_all(directory, error);
    const std::string place = directory.string();
    if (error) write(log_, LogLevel::warning, fmt::format("cannot remove {} at {}: {}", what, place, error.message()));
    else write(log_, LogLevel::info, fmt::format("removed {} at {}", what, place));
}

Result<void> GenerationStore::point_to(GenerationNumber number) const {
    return replace_file(index_ / "CURRENT", generation_name(number) + "\n");
}

Result<void> GenerationStore::publish(const BuilderLock& lock, PendingGeneration pending, std::size_t keep) const {
    if (auto synced = sync_tree(pending.directory()); !synced) return synced;
    const fs::path final_directory = directory_of(pending.number());
    std::error_code error;
    fs::rename(pending.directory(), final_directory, error);
    if (error) return fail(system_error("publish", final_directory.string(), error.value()));
    pending.directory_ = final_directory;  // still removed when the next steps fail
    if (auto synced = sync_directory(index_); !synced) return synced;
    const auto pointed = point_to(pending.number());
    // Even when flushing failed: what CURRENT names must never be removed.
    if (const auto served = current(); served && *served == pending.number()) pending.directory_.clear();
    if (!pointed) return pointed;

    // From here on the new generation is served: what cannot be tidied now is tidied next time.
    write(log_, LogLevel::info, fmt::format("published {}", final_directory.string()));
    if (const auto unpinned = unpin(lock); !unpinned) write(log_, LogLevel::warning, to_string(unpinned.error()));
    auto existing = numbers();
    while (existing.size() > std::max<std::size_t>(keep, 1)) {
        remove(directory_of(existing.front()), "an old generation");
        existing.erase(existing.begin());
    }
    return {};
}

Result<GenerationNumber> GenerationStore::rollback(const BuilderLock& lock, std::optional<GenerationNumber> to,
                                                   std::string_view analyzer) const {
    const auto served = current();
    const auto existing = numbers();
    if (!to) {
        if (!served) return served;
        for (const GenerationNumber number : existing) {
            if (number < *served) to = number;
        }
        if (!to)
            return fail(ErrorCode::not_found, fmt::format("there is no generation before {}", *served),
                        "see kb-indexer generations", {index_.string()});
    }
    if (std::find(existing.begin(), existing.end(), *to) == existing.end())
        return fail(ErrorCode::not_found, fmt::format("there is no generation {}", *to), "see kb-indexer generations",
                    {index_.string()});
    const auto info = read_generation_info(directory_of(*to));
    if (!info) return fail(info.error());
    if (auto foreign = check_compatible(*info, analyzer, directory_of(*to))) return fail(std::move(*foreign));
    // Turned away from twice, it is the newest of all that must not come back by itself.
    const GenerationNumber newest = std::max(pinned().value_or(0), served ? *served : 0);
    if (newest > *to) {
        if (auto pinned = replace_file(index_ / "PINNED", generation_name(newest) + "\n"); !pinned) return fail(pinned.error());
    } else if (auto unpinned = unpin(lock); !unpinned) {
        return fail(unpinned.error());
    }
    if (auto pointed = point_to(*to); !pointed) return fail(pointed.error());
    return *to;
}

std::optional<GenerationNumber> GenerationStore::pinned() const {
    const auto text = read_file(index_ / "PINNED", 4096);
    return text ? parse_generation_name(first_line(*text)) : std::nullopt;
}

Result<void> GenerationStore::unpin(const BuilderLock&) const {
    std::error_code error;
    fs::remove(index_ / "PINNED", error);
    if (error) return fail(system_error("unpin", index_.string(), error.value()));
    return {};
}

}  // namespace kb
