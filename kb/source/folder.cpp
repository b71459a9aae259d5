#include "kb/source/folder.h"

#include <algorithm>
#include <cerrno>
#include <set>

#include <sys/stat.h>

#include <fmt/format.h>

#include "kb/base/files.h"

namespace fs = std::filesystem;

namespace kb {

namespace {

bool is_within(const fs::path& path, const fs::path& root) {
    const auto [at, ignored] = std::mismatch(root.begin(), root.end(), path.begin(), path.end());
    return at == root.end();
}

// By what the system changes when a file is written or replaced. The time of the last write alone can be set back.
std::string version_of(const struct stat& status) {
    return fmt::format("{}-{}-{}.{}-{}.{}", status.st_ino, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
                       status.st_ctim.tv_sec, status.st_ctim.tv_nsec);
}

class Lister {
public:
    explicit Lister(const fs::path& root) : root_(root) {}

    Result<SourceListing> list() {
        std::error_code error;
        fs::directory_iterator root(root_, error);
        if (error) return fail(system_error("list", root_.string(), error.value()));
        struct stat status {};
        if (::stat(root_.c_str(), &status) == 0) open_folders_.insert({status.st_dev, status.st_ino});
        walk(std::move(root), "", "", 0);
        std::sort(out_.files.begin(), out_.files.end(),
                  [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
        return std::move(out_);
    }

private:
    void report(const std::string& path, std::string what, std::string hint) {
        out_.problems.push_back({{path}, Severity::error, "source", std::move(what), std::move(hint)});
    }
    void report(const std::string& path, Unlistable why) { out_.problems.push_back(unlistable(why, path)); }

    // `behind` is where the folder really is when a link leads to it.
    void walk(fs::directory_iterator folder, const std::string& prefix, const std::string& behind, int depth) {
        std::error_code error;
        for (const fs::directory_iterator end; folder != end; folder.increment(error)) {
            if (error || out_.files.size() >= max_source_files) break;
            const std::string name = folder->path().filename().string();
            if (name.starts_with('.')) continue;
            if (is_plain_name(name)) visit(*folder, prefix + name, behind.empty() ? std::string() : behind + "/" + name, depth);
            else report(prefix.empty() ? "." : prefix, Unlistable::bad_name);
        }
        if (error) report(prefix.empty() ? "." : prefix, fmt::format("cannot list: {}", error.message()), "check the folder");
    }

    void visit(const fs::directory_entry& entry, const std::string& path, std::string behind, int depth) {
        const fs::path& full = entry.path();
        std::error_code error;
        if (entry.is_symlink(error)) {
            const fs::path target = fs::canonical(full, error);
            if (error) return report(path, Unlistable::leads_nowhere);
            if (!is_within(target, root_)) return report(path, Unlistable::leads_outside);
            behind = target.lexically_relative(root_).string();
            if (has_hidden_part(behind)) return report(path, Unlistable::leads_to_hidden);
        }
        struct stat status {};
        if (::stat(full.c_str(), &status) != 0)
            return report(path, system_error("read", path, errno).what, "give this user permission to it");
        if (S_ISDIR(status.st_mode)) return enter(full, path, behind, depth, status);
        if (!S_ISREG(status.st_mode)) return report(path, "neither a file nor a folder", "remove it");
        out_.files.push_back({path, version_of(status), status.st_mtim.tv_sec, status.st_ctim.tv_sec, std::move(behind)});
    }

    void enter(const fs::path& full, const std::string& path, const std::string& behind, int depth, const struct stat& status) {
        if (depth >= max_source_depth) return report(path, Unlistable::too_deep);
        const auto identity = std::pair(status.st_dev, status.st_ino);
        if (!open_folders_.insert(identity).second) return report(path, Unlistable::leads_back);
        std::error_code error;
        fs::directory_iterator folder(full, error);
        if (error) {
            report(path, fmt::format("cannot list: {}", error.message()), "give this user permission to it");
        } else {
            walk(std::move(folder), path + "/", behind, depth + 1);
        }
        open_folders_.erase(identity);
    }

    const fs::path& root_;
    SourceListing out_;
    std::set<std::pair<dev_t, ino_t>> open_folders_;  // from the root down to where we are
};

}  // namespace

Result<FolderSource> FolderSource::open(const fs::path& root) {
    std::error_code error;
    fs::path canonical = fs::canonical(root, error);
    if (error) return fail(system_error("open the content folder", root.string(), error.value()));
    if (!fs::is_directory(canonical, error))
        return fail(ErrorCode::invalid_argument, "the content is not a folder",
                    "give the folder that holds kb.yaml, ru/ or en/", {root.string()});
    return FolderSource(std::move(canonical));
}

Result<SourceListing> FolderSource::list() const {
    return Lister(root_).list();
}

Result<std::string> FolderSource::read(const std::string& path, std::uint64_t limit) const {
    std::error_code error;
    const fs::path full = fs::canonical(root_ / path, error);
    const auto at_path = [&path](Error failure) {
        failure.at = Location{path};
        return fail(std::move(failure));
    };
    if (error) return at_path(system_error("open", path, error.value()));
    if (has_hidden_part(path)) return fail(hidden_name(path));
    if (!is_within(full, root_))
        return fail(ErrorCode::unreadable, "leads out of the content folder", "copy the file into the folder", {path});
    if (has_hidden_part(full.lexically_relative(root_).string())) return fail(hidden_name(path));
    auto content = read_file(full, limit);
    if (!content) return at_path(content.error());
    if (is_lfs_pointer(*content)) return fail(lfs_pointer(path));
    return content;
}

}  // namespace kb
