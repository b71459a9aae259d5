#include "kb/index/publishing.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

namespace kb {

namespace {

std::filesystem::path lock_file(const std::filesystem::path& index) {
    return index / "watch.lock";
}

}  // namespace

Result<WatchLock> WatchLock::take(const std::filesystem::path& index) {
    const auto path = lock_file(index);
    FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (!file) return fail(system_error("open", path.string(), errno));
    // Those who ask whether anybody follows hold it for a moment, too.
    for (int tries = 0; ::flock(file.get(), LOCK_EX | LOCK_NB) != 0; ++tries) {
        if (errno != EWOULDBLOCK) return fail(system_error("lock", path.string(), errno));
        if (tries < 20) {
            ::usleep(10'000);
            continue;
        }
        const auto holder = read_file(path, 64);
        const std::string process = holder && !holder->empty() ? fmt::format(" (process {})", holder->substr(0, holder->find('\n'))) : "";
        return fail(ErrorCode::busy, fmt::format("another kb-indexer watch follows for this index{}", process),
                    "one is enough; stop it to start another", {index.string()});
    }
    const std::string holder = fmt::format("{}\n", ::getpid());
    if (::ftruncate(file.get(), 0) != 0 || ::pwrite(file.get(), holder.data(), holder.size(), 0) != static_cast<ssize_t>(holder.size()))
        return fail(system_error("write", path.string(), errno));
    return WatchLock(std::move(file));
}

void WatchLock::touch() const {
    ::futimens(file_.get(), nullptr);
}

Watching read_watching(const std::filesystem::path& index) {
    Watching watching;
    const FileDescriptor file(::open(lock_file(index).c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status {};
    if (!file || ::fstat(file.get(), &status) != 0) return watching;
    watching.was_ever = true;
    watching.looked = status.st_mtim.tv_sec;
    watching.is_running = ::flock(file.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    return watching;
}

Publishing read_publishing(const std::filesystem::path& index) {
    const GenerationStore store(index);
    Publishing publishing;
    publishing.last = read_publishing_status(index);
    publishing.watching = read_watching(index);
    // What a builder that ended in the middle left says nothing of now.
    if (publishing.last && !publishing.watching.is_running) publishing.last->working_since = 0;
    if (const auto live = store.current()) publishing.live = *live;
    struct stat status {};
    if (::stat((index / "CURRENT").c_str(), &status) == 0) publishing.live_since = status.st_mtim.tv_sec;
    if (auto kept = store.list()) publishing.kept = std::move(*kept);
    publishing.pinned = store.pinned();
    return publishing;
}

}  // namespace kb
