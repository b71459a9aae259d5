#include "kb/source/folder.h"

#include <algorithm>
#include <cerrno>
#include <set>

#include <sys/stat.h>

#include <fmt/format.h>

#include "kb/base/files.h"
#include "kb/base/utf8.h"

namespace fs = std::filesystem;

namespace kb {

namespace {

constexpr int max_depth = 32;
constexpr std::size_t max_files = 1'000'000;

bool is_within(const fs::path& path, const fs::path& root) {
    const auto [at, ignored] = std::mismatch(root.begin(), root.end(), path.begin(), path.end());
    return at == root.end();
}

// ".git/config" and the like; ".." is left to is_within().
bool has_hidden_part(const fs::path& path) {
    return std::any_of(path.begin(), path.end(),
                       [](const fs::path& part) { return part.native().starts_with('.') && part != "." && part != ".."; });
}

bool is_plain_name(std::string_view name) {
    return !find_invalid_utf8(name) &&
           std::none_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
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
        walk(std::move(root), "", 0);
        std::sort(out_.files.begin(), out_.files.end(),
                  [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
        return std::move(out_);
    }

private:
    void report(const std::string& path, std::string what, std::string hint, Severity severity = Severity::error) {
        out_.problems.push_back({{path}, severity, "source", std::move(what), std::move(hint)});
    }

    void walk(fs::directory_iterator folder, const std::string& prefix, int depth) {
        std::error_code error;
        for (const fs::directory_iterator end; folder != end; folder.increment(error)) {
            if (error || out_.files.size() >= max_files) break;
            const std::string name = folder->path().filename().string();
            if (name.starts_with('.')) continue;
            const std::string path = prefix + name;
            if (is_plain_name(name)) {
                visit(folder->path(), path, depth);
            } else {
                report(prefix.empty() ? "." : prefix, "a file name that is not plain UTF-8 text", "rename the file");
            }
        }
        if (error) report(prefix.empty() ? "." : prefix, fmt::format("cannot list: {}", error.message()), "check the folder");
    }

    void visit(const fs::path& full, const std::string& path, int depth) {
        std::error_code error;
        if (fs::is_symlink(full, error)) {
            const fs::path target = fs::canonical(full, error);
            if (error) return report(path, "a link that leads nowhere", "remove it or mend its target");
            if (!is_within(target, root_))
                return report(path, "a link that leads out of the content folder", "copy the file into the folder");
        }
        struct stat status {};
        if (::stat(full.c_str(), &status) != 0)
            return report(path, system_error("read", path, errno).what, "give this user permission to it");
        if (S_ISDIR(status.st_mode)) return enter(full, path, depth, status);
        if (!S_ISREG(status.st_mode)) return report(path, "neither a file nor a folder", "remove it");
        out_.files.push_back({path, static_cast<std::uint64_t>(status.st_size),
                              status.st_mtim.tv_sec * 1'000'000'000LL + status.st_mtim.tv_nsec});
    }

    void enter(const fs::path& full, const std::string& path, int depth, const struct stat& status) {
        if (depth >= max_depth) return report(path, "folders nested beyond 32 levels", "flatten the folders");
        const auto identity = std::pair(status.st_dev, status.st_ino);
        if (!open_folders_.insert(identity).second)
            return report(path, "a link that leads back into its own folder", "remove it");
        std::error_code error;
        fs::directory_iterator folder(full, error);
        if (error) {
            report(path, fmt::format("cannot list: {}", error.message()), "give this user permission to it");
        } else {
            walk(std::move(folder), path + "/", depth + 1);
        }
        open_folders_.erase(identity);
    }

    const fs::path& root_;
    SourceListing out_;
    std::set<std::pair<dev_t, ino_t>> open_folders_;  // from the root down to where we are
};

}  // namespace

bool is_markdown(std::string_view path) {
    return path.ends_with(".md") || path.ends_with(".markdown") || path.ends_with(".MD");
}

bool is_content_name(std::string_view name) {
    return !name.starts_with('.') && is_plain_name(name);
}

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
    if (has_hidden_part(path))
        return fail(ErrorCode::unreadable, "names beginning with '.' are not content", "copy the file elsewhere", {path});
    if (!is_within(full, root_))
        return fail(ErrorCode::unreadable, "leads out of the content folder", "copy the file into the folder", {path});
    auto content = read_file(full, limit);
    if (!content) return at_path(content.error());
    return content;
}

}  // namespace kb
