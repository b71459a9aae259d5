#include "indexer/content_watch.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <vector>

#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "kb/base/hash.h"
#include "kb/source/folder.h"

namespace fs = std::filesystem;

namespace kb {

namespace {

constexpr std::uint32_t changes = IN_CLOSE_WRITE | IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB |
                                  IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
constexpr int max_depth = 32;
constexpr std::uint64_t max_reference = 64 * 1024;

bool is_repository(const fs::path& folder) {
    std::error_code error;
    return fs::exists(folder / "HEAD", error) && fs::is_directory(folder / "objects", error) && fs::is_directory(folder / "refs", error);
}

std::string first_line(const fs::path& file) {
    const auto text = read_file(file, max_reference);
    return text ? text->substr(0, text->find('\n')) : std::string();
}

// A path that a file of git's names behind `prefix`.
fs::path named_in(const fs::path& file, std::string_view prefix) {
    const std::string line = first_line(file);
    if (!line.starts_with(prefix)) return {};
    return (file.parent_path() / line.substr(prefix.size())).lexically_normal();
}

// The repository of a work tree or a bare one; empty when it is neither. A linked work tree has a file that names it.
fs::path repository_of(const fs::path& content) {
    std::error_code error;
    if (is_repository(content)) return content;
    if (fs::is_directory(content / ".git", error)) return content / ".git";
    return named_in(content / ".git", "gitdir: ");
}

// Where references are that all work trees of a repository share.
fs::path shared_part(const fs::path& repository) {
    const fs::path shared = named_in(repository / "commondir", "");
    return shared.empty() ? repository : shared;
}

bool is_within(const fs::path& path, const fs::path& root) {
    const auto [at, ignored] = std::mismatch(root.begin(), root.end(), path.begin(), path.end());
    return at == root.end();
}

// Without a slash at its end, so that it has a name and a parent.
fs::path whole(const fs::path& content) {
    std::error_code error;
    const fs::path path = fs::absolute(content, error).lexically_normal();
    return path.has_filename() ? path : path.parent_path();
}

void add_file(const std::string& name, const struct stat& status, std::string& mark) {
    mark += fmt::format("{} {} {} {}.{}\n", name, status.st_size, status.st_ino, status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
}

}  // namespace

ContentWatch::ContentWatch(const fs::path& content, std::optional<std::string> ref)
    : content_(whole(content)), ref_(std::move(ref)), notices_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
    if (!notices_) deafness_ = system_error("listen for changes", content_.string(), errno);
}

void ContentWatch::listen(const fs::path& folder, Kind kind) {
    if (!notices_) return;
    const int watch = ::inotify_add_watch(notices_.get(), folder.c_str(), changes);
    if (watch >= 0) {
        // A folder may be several things: the content and the parent of something.
        const auto [place, is_new] = watches_.try_emplace(watch, kind);
        if (!is_new) place->second = std::min(place->second, kind);
    } else if (errno == ENOSPC || errno == ENOMEM) {
        deafness_ = system_error("listen for changes", folder.string(), errno);
        deafness_->hint = "raise fs.inotify.max_user_watches; until then changes are noticed by --every";
    }
}

Result<std::string> ContentWatch::look() {
    std::string mark;
    // Tells when the content is put in place, or replaced.
    listen(content_.parent_path(), Kind::parent);
    const fs::path repository = repository_of(content_);
    const bool by_reference = ref_ || is_repository(content_);
    if (!by_reference || repository.empty()) {
        if (auto looked = look_at_files(mark); !looked) return fail(looked.error());
    }
    if (!repository.empty()) look_at_repository(repository, mark);
    return sha256_hex(mark);
}

Result<void> ContentWatch::look_at_files(std::string& mark) {
    std::error_code error;
    const fs::path root = fs::canonical(content_, error);
    if (error) return fail(system_error("open the content folder", content_.string(), error.value()));
    if (!fs::is_directory(root, error)) return fail(ErrorCode::invalid_argument, "the content is not a folder", "give the folder that holds kb.yaml, ru/ or en/", {content_.string()});
    if (::access(root.c_str(), R_OK | X_OK) != 0) return fail(system_error("open the content folder", content_.string(), errno));
    mark += root.string() + "\n";
    open_folders_.clear();
    look_into(root, root, 0, mark);
    return {};
}

void ContentWatch::look_into(const fs::path& folder, const fs::path& root, int depth, std::string& mark) {
    struct stat itself {};
    if (depth > max_depth || ::stat(folder.c_str(), &itself) != 0) return;
    const auto identity = std::pair<std::uint64_t, std::uint64_t>(itself.st_dev, itself.st_ino);
    if (!open_folders_.insert(identity).second) return;
    // Before listing: what is added in between is told.
    listen(folder, Kind::content);
    std::vector<fs::path> entries;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        if (is_content_name(at->path().filename().string())) entries.push_back(at->path());
    }
    std::sort(entries.begin(), entries.end());
    for (const fs::path& path : entries) {
        struct stat status {};
        if (fs::is_symlink(path, error) && !is_within(fs::canonical(path, error), root)) continue;
        if (::stat(path.c_str(), &status) != 0) continue;
        if (S_ISDIR(status.st_mode)) look_into(path, root, depth + 1, mark);
        else add_file(path.string(), status, mark);
    }
    open_folders_.erase(identity);
}

void ContentWatch::look_at_repository(const fs::path& repository, std::string& mark) {
    const fs::path shared = shared_part(repository);
    listen(repository, Kind::repository);
    if (shared != repository) listen(shared, Kind::repository);
    const std::string head = first_line(repository / "HEAD");
    mark += head + "\n";
    // The names that git tries, in its order.
    if (ref_) {
        for (const char* prefix : {"", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/"}) look_at_reference(shared, prefix + *ref_, mark);
    }
    if (head.starts_with("ref: ")) look_at_reference(shared, head.substr(5), mark);
    for (const char* name : {"packed-refs", "reftable/tables.list"}) {
        struct stat status {};
        if (::stat((shared / name).c_str(), &status) == 0) add_file(name, status, mark);
    }
    listen(shared / "reftable", Kind::references);
}

// Its folder may come and go with it: the nearest one that is there tells of the others.
void ContentWatch::look_at_reference(const fs::path& repository, const std::string& name, std::string& mark) {
    const fs::path relative = fs::path(name).lexically_normal();
    if (relative.empty() || relative.is_absolute() || *relative.begin() == "..") return;
    fs::path folder = repository;
    for (const fs::path& part : relative.parent_path()) {
        folder /= part;
        listen(folder, Kind::references);
    }
    const std::string id = first_line(repository / relative);
    if (!id.empty()) mark += fmt::format("{} {}\n", name, id);
}

bool ContentWatch::matters(int watch, std::string_view name) const {
    const auto found = watches_.find(watch);
    if (found == watches_.end()) return false;
    switch (found->second) {
        case Kind::content: return name.empty() || is_content_name(name) || name == ".git";
        case Kind::references: return !name.ends_with(".lock");
        case Kind::repository: return name == "HEAD" || name == "packed-refs" || name == "refs";
        case Kind::parent: return name == content_.filename().native();
    }
    return true;
}

bool ContentWatch::take_notices() {
    alignas(inotify_event) char buffer[64 * 1024];
    bool any = false;
    for (;;) {
        const ssize_t size = ::read(notices_.get(), buffer, sizeof buffer);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return any;
        for (const char* at = buffer; at < buffer + size;) {
            const auto* event = reinterpret_cast<const inotify_event*>(at);
            at += sizeof(inotify_event) + event->len;
            const std::string_view name(event->name, event->len == 0 ? 0 : ::strnlen(event->name, event->len));
            // Too much to tell: anything may have changed.
            any = any || (event->mask & IN_Q_OVERFLOW) != 0 || matters(event->wd, name);
            if ((event->mask & IN_IGNORED) != 0) watches_.erase(event->wd);
        }
    }
}

}  // namespace kb
