#include "kb/source/commit_listing.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <variant>

#include <fmt/format.h>

namespace kb {

namespace {

constexpr int max_links = 40;  // one after the other, as Linux has it
constexpr std::uint64_t max_link_size = 4096;

// "a/b" and "c" as "a/b/c".
std::string joined(const std::string& folder, std::string_view name) {
    return folder.empty() ? std::string(name) : fmt::format("{}/{}", folder, name);
}

std::string folder_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

std::deque<std::string> parts_of(std::string_view path) {
    std::deque<std::string> parts;
    while (!path.empty()) {
        const std::string_view part = path.substr(0, path.find('/'));
        if (!part.empty() && part != ".") parts.emplace_back(part);
        path.remove_prefix(std::min(path.size(), part.size() + 1));
    }
    return parts;
}

class Lister {
public:
    Lister(const OpenRepository& repository, git_commit* commit)
        : repository_(repository), commit_(text_of(*git_commit_id(commit))), time_(git_commit_time(commit)),
          database_(find_git_object<GitDatabaseHandle>(git_repository_odb, repository.get())) {
        trees_[""] = find_git_object<GitTreeHandle>(git_tree_lookup, repository.get(), git_commit_tree_id(commit));
    }

    Result<SourceListing> list() {
        if (const git_tree* root = tree("")) {
            open_folders_.insert("");
            walk(*root, "", "", 0);
        }
        if (failure_) return fail(std::move(*failure_));
        std::sort(out_.files.begin(), out_.files.end(),
                  [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
        return std::move(out_);
    }

private:
    // A file or folder behind links: where it really is.
    struct Target {
        std::string path;
        const git_tree_entry* entry = nullptr;  // nullptr for the root
    };

    void report(const std::string& path, Unlistable why) { out_.problems.push_back(unlistable(why, path)); }
    void lacks(const std::string& path) {
        if (!failure_) failure_ = repository_.lacks(fmt::format("'{}' of commit {}", path.empty() ? "." : path, commit_));
    }

    // The folder of this path, where no link is on the way; kept, since looking it up again would read it again.
    const git_tree* tree(const std::string& path) {
        if (const auto known = trees_.find(path); known != trees_.end()) {
            if (!known->second) lacks(path);
            return known->second.get();
        }
        const git_tree_entry* entry = entry_at(path);
        if (entry == nullptr || git_tree_entry_filemode(entry) != GIT_FILEMODE_TREE) return nullptr;
        GitTreeHandle found = find_git_object<GitTreeHandle>(git_tree_lookup, repository_.get(), git_tree_entry_id(entry));
        if (!found) lacks(path);
        return (trees_[path] = std::move(found)).get();
    }

    // `prefix` is the path of the folder with a slash, `real` where it is when links are followed.
    void walk(const git_tree& folder, const std::string& prefix, const std::string& real, int depth) {
        for (std::size_t i = 0; i < git_tree_entrycount(&folder) && !failure_ && out_.files.size() < max_source_files; ++i) {
            const git_tree_entry* entry = git_tree_entry_byindex(&folder, i);
            const std::string name = git_tree_entry_name(entry);
            if (name.starts_with('.')) continue;
            if (is_plain_name(name)) see(entry, prefix + name, joined(real, name), depth);
            else report(prefix.empty() ? "." : prefix, Unlistable::bad_name);
        }
    }

    void see(const git_tree_entry* entry, const std::string& path, std::string real, int depth) {
        if (git_tree_entry_filemode(entry) == GIT_FILEMODE_LINK) {
            auto target = follow(*entry, real);
            if (failure_) return;
            if (const auto* why = std::get_if<Unlistable>(&target)) return report(path, *why);
            entry = std::get<Target>(target).entry;
            real = std::move(std::get<Target>(target).path);
            if (entry == nullptr) return report(path, Unlistable::leads_back);
        }
        switch (git_tree_entry_filemode(entry)) {
            case GIT_FILEMODE_TREE: return enter(path, real, depth);
            case GIT_FILEMODE_COMMIT: return report(path, Unlistable::submodule);
            default: break;
        }
        if (database_ == nullptr || git_odb_exists(database_.get(), git_tree_entry_id(entry)) == 0) return lacks(path);
        out_.files.push_back({path, text_of(*git_tree_entry_id(entry)), time_, 0, path == real ? std::string() : std::move(real)});
    }

    void enter(const std::string& path, const std::string& real, int depth) {
        if (depth >= max_source_depth) return report(path, Unlistable::too_deep);
        if (!open_folders_.insert(real).second) return report(path, Unlistable::leads_back);
        if (const git_tree* folder = tree(real)) walk(*folder, path + "/", real, depth + 1);
        open_folders_.erase(real);
    }

    std::optional<std::string> text_of_link(const git_tree_entry& entry, const std::string& path) {
        const auto text = read_blob(repository_, *git_tree_entry_id(&entry), max_link_size);
        if (text) return *text;
        if (text.error().code != ErrorCode::limit_exceeded) lacks(path);
        return {};
    }

    // Puts where a link leads before what is still ahead; nothing when it leads somewhere.
    std::optional<Unlistable> take_link(const git_tree_entry& link, const std::string& at, std::deque<std::string>& ahead) {
        const auto text = text_of_link(link, at);
        if (!text || text->empty()) return Unlistable::leads_nowhere;
        if (text->starts_with('/')) return Unlistable::leads_outside;
        const auto parts = parts_of(*text);
        ahead.insert(ahead.begin(), parts.begin(), parts.end());
        return {};
    }

    // Where a link leads in the end; no link is on the way to its own path `at`.
    std::variant<Target, Unlistable> follow(const git_tree_entry& link, const std::string& at) {
        std::deque<std::string> ahead;
        if (const auto why = take_link(link, at, ahead)) return *why;
        std::string here = folder_of(at);
        for (int links = 1; !ahead.empty();) {
            const std::string next = std::move(ahead.front());
            ahead.pop_front();
            if (next == "..") {
                if (here.empty()) return Unlistable::leads_outside;
                here = folder_of(here);
                continue;
            }
            const std::string path = joined(here, next);
            const git_tree_entry* entry = entry_at(path);
            if (entry == nullptr || links > max_links) return Unlistable::leads_nowhere;
            if (git_tree_entry_filemode(entry) != GIT_FILEMODE_LINK) {
                here = path;
            } else if (const auto why = take_link(*entry, path, ahead)) {
                return *why;
            } else {
                ++links;
            }
        }
        if (has_hidden_part(here)) return Unlistable::leads_to_hidden;
        return Target{here, here.empty() ? nullptr : entry_at(here)};
    }

    const git_tree_entry* entry_at(const std::string& path) {
        const git_tree* folder = tree(folder_of(path));
        return folder == nullptr ? nullptr : git_tree_entry_byname(folder, path.c_str() + path.rfind('/') + 1);
    }

    const OpenRepository& repository_;
    const std::string commit_;
    const std::int64_t time_;
    GitDatabaseHandle database_;
    std::map<std::string, GitTreeHandle> trees_;  // by path
    std::set<std::string> open_folders_;          // from the root down to where we are
    SourceListing out_;
    std::optional<Error> failure_;
};

}  // namespace

Result<SourceListing> list_commit(const OpenRepository& repository, git_commit* commit) {
    return Lister(repository, commit).list();
}

}  // namespace kb
