#include "kb/source/git_history.h"

#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "kb/source/git_handles.h"
#include "kb/source/renames.h"
#include "kb/source/source.h"

namespace fs = std::filesystem;

namespace kb {

namespace {

constexpr std::uint64_t max_compared_blob = 1024 * 1024;

// Finds the Markdown files in which trees differ, one commit after the other. Folders that are the same are not looked
// into; those that were are kept for the next commit, since reading them is what takes the time.
class TreeComparison {
public:
    explicit TreeComparison(git_repository* repository) : repository_(repository) {}

    // Either tree may be nullptr, for an empty one. False when a part of them is missing.
    bool compare(const git_oid* before, const git_oid* after, CommitChanges& changes) {
        changes_ = &changes;
        return compare(before, after, "", 0);
    }

private:
    enum class Kind { none, file, folder };

    bool compare(const git_oid* before, const git_oid* after, const std::string& prefix, int depth) {
        if (depth > max_source_depth) return true;
        const GitTreeHandle old_tree = before == nullptr ? GitTreeHandle() : kept(prefix, *before);
        GitTreeHandle new_tree = after == nullptr ? GitTreeHandle() : find_git_object<GitTreeHandle>(git_tree_lookup, repository_, after);
        if ((before != nullptr && !old_tree) || (after != nullptr && !new_tree)) return false;
        if (!see_entries(old_tree.get(), new_tree.get(), prefix, depth)) return false;
        if (new_tree) kept_[prefix] = std::move(new_tree);
        return true;
    }

    GitTreeHandle kept(const std::string& prefix, const git_oid& id) {
        auto found = kept_.extract(prefix);
        if (found && git_oid_equal(git_tree_id(found.mapped().get()), &id) != 0) return std::move(found.mapped());
        return find_git_object<GitTreeHandle>(git_tree_lookup, repository_, &id);
    }

    // As in a tree; one that is missing comes last.
    static int order_of(const git_tree_entry* a, const git_tree_entry* b) {
        if (a == nullptr || b == nullptr) return a == nullptr ? 1 : -1;
        return git_tree_entry_cmp(a, b);
    }

    bool see_entries(const git_tree* before, const git_tree* after, const std::string& prefix, int depth) {
        const std::size_t all_before = before == nullptr ? 0 : git_tree_entrycount(before);
        const std::size_t all_after = after == nullptr ? 0 : git_tree_entrycount(after);
        for (std::size_t i = 0, k = 0; i < all_before || k < all_after;) {
            const git_tree_entry* old_entry = i < all_before ? git_tree_entry_byindex(before, i) : nullptr;
            const git_tree_entry* new_entry = k < all_after ? git_tree_entry_byindex(after, k) : nullptr;
            const int order = order_of(old_entry, new_entry);
            if (order <= 0) ++i;
            if (order >= 0) ++k;
            if (order < 0) new_entry = nullptr;
            if (order > 0) old_entry = nullptr;
            if (order == 0 && are_same(*old_entry, *new_entry)) continue;
            if (!see(old_entry, new_entry, prefix, depth)) return false;
        }
        return true;
    }

    // Symbolic links have no content of their own, and submodules are other repositories.
    static Kind kind_of(const git_tree_entry* entry) {
        if (entry == nullptr) return Kind::none;
        const git_filemode_t mode = git_tree_entry_filemode(entry);
        if (mode == GIT_FILEMODE_TREE) return Kind::folder;
        const bool is_file = mode == GIT_FILEMODE_BLOB || mode == GIT_FILEMODE_BLOB_EXECUTABLE;
        return is_file && is_markdown(git_tree_entry_name(entry)) ? Kind::file : Kind::none;
    }

    // Also when one may be executed and the other may not.
    static bool are_same(const git_tree_entry& before, const git_tree_entry& after) {
        return git_oid_equal(git_tree_entry_id(&before), git_tree_entry_id(&after)) != 0 &&
               kind_of(&before) == kind_of(&after);
    }

    // Entries of one name, or one of them. A file and a folder of the same name are never seen together.
    bool see(const git_tree_entry* before, const git_tree_entry* after, const std::string& prefix, int depth) {
        const Kind old_kind = kind_of(before), new_kind = kind_of(after);
        const char* name = git_tree_entry_name(before == nullptr ? after : before);
        if ((old_kind == Kind::none && new_kind == Kind::none) || !is_content_name(name)) return true;
        const std::string path = prefix + name;
        if (old_kind == Kind::folder || new_kind == Kind::folder) {
            return compare(old_kind == Kind::folder ? git_tree_entry_id(before) : nullptr,
                           new_kind == Kind::folder ? git_tree_entry_id(after) : nullptr, path + "/", depth + 1);
        }
        if (old_kind == Kind::file && new_kind == Kind::file) {
            changes_->modified.push_back({path, text_of(*git_tree_entry_id(after))});
        } else if (old_kind == Kind::file) {
            changes_->deleted.push_back({path, text_of(*git_tree_entry_id(before))});
        } else {
            changes_->added.push_back({path, text_of(*git_tree_entry_id(after))});
        }
        return true;
    }

    git_repository* repository_;
    CommitChanges* changes_ = nullptr;
    std::unordered_map<std::string, GitTreeHandle> kept_;  // by prefix, as the last commit had them
};

}  // namespace

struct GitHistory::State {
    std::unique_ptr<OpenRepository> opened;

    git_repository* repository() const { return opened->get(); }

    GitCommitHandle commit(const git_oid& id) const {
        return find_git_object<GitCommitHandle>(git_commit_lookup, repository(), &id);
    }

    // Nothing for the first commit of the history. A parent that is not there was cut off as well.
    std::optional<git_oid> parent_of(const git_oid& id, const std::string& shallow) const {
        const GitCommitHandle child = commit(id);
        const git_oid* parent = child ? git_commit_parent_id(child.get(), 0) : nullptr;
        if (parent == nullptr || shallow.find(text_of(id)) != std::string::npos || !commit(*parent)) return {};
        return *parent;
    }

    bool can_go_on(const SourceHistory& known, const std::string& shallow) const {
        git_oid root;
        return !known.commit.empty() && known.shallow == shallow && git_oid_fromstr(&root, known.root.c_str()) == 0 &&
               commit(root) && !parent_of(root, shallow);
    }

    // From `from` back to the one after `end`, or to the first.
    std::vector<git_oid> commits_since(const git_oid& from, const std::string& end, const std::string& shallow) const {
        git_oid last;
        const bool ends = git_oid_fromstr(&last, end.c_str()) == 0;
        std::vector<git_oid> line;
        for (std::optional<git_oid> at = from; at && !(ends && git_oid_equal(&*at, &last) != 0);
             at = parent_of(*at, shallow))
            line.push_back(*at);
        return line;
    }

    Result<std::string> blob(const std::string& id, std::uint64_t limit) const {
        git_oid oid;
        if (git_oid_fromstr(&oid, id.c_str()) != 0) return fail(ErrorCode::not_found, fmt::format("'{}' is no id", id));
        return read_blob(*opened, oid, limit);
    }

    // Adds what the commit changed since `before`, or since nothing.
    bool take(SourceHistory& history, TreeComparison& trees, const std::optional<git_oid>& before,
              const git_oid& id, const SaysTheSame& says_the_same) const {
        const GitCommitHandle then = before ? commit(*before) : GitCommitHandle(), now = commit(id);
        if (!now || (before && !then)) return false;
        CommitChanges changes;
        changes.commit = text_of(id);
        changes.time = git_commit_time(now.get());
        if (!trees.compare(then ? git_commit_tree_id(then.get()) : nullptr, git_commit_tree_id(now.get()), changes))
            return false;
        const auto text_of_blob = [this](const std::string& each) {
            auto text = blob(each, max_compared_blob);
            return text ? std::optional(std::move(*text)) : std::nullopt;
        };
        changes.renames = find_renames(changes.deleted, changes.added, text_of_blob);
        for (const FileVersion& file : changes.modified) {
            const auto known = history.present.find(file.path);
            if (!says_the_same || known == history.present.end()) continue;
            const auto old_text = text_of_blob(known->second.blob), new_text = text_of_blob(file.blob);
            if (old_text && new_text && says_the_same(*old_text, *new_text)) changes.kept_words.insert(file.path);
        }
        take_commit(history, changes);
        return true;
    }
};

GitHistory::GitHistory(std::unique_ptr<State> state) : state_(std::move(state)) {}
GitHistory::GitHistory(GitHistory&&) noexcept = default;
GitHistory& GitHistory::operator=(GitHistory&&) noexcept = default;
GitHistory::~GitHistory() = default;

Result<std::optional<GitHistory>> GitHistory::open(const fs::path& directory) {
    auto opened = open_repository(directory);
    if (!opened) return fail(opened.error());
    if (*opened == nullptr) return std::nullopt;
    auto state = std::make_unique<State>();
    state->opened = std::move(*opened);
    return GitHistory(std::move(state));
}

std::optional<std::string> GitHistory::head() const {
    git_oid id;
    if (git_reference_name_to_id(&id, state_->repository(), "HEAD") != 0) return {};
    return text_of(id);
}

Result<SourceHistory> GitHistory::read(const std::string& commit, const SourceHistory* known, const SaysTheSame& says_the_same) const {
    git_oid last;
    if (git_oid_fromstr(&last, commit.c_str()) != 0 || !state_->commit(last))
        return fail(state_->opened->lacks(fmt::format("commit {}", commit)));
    SourceHistory history;
    const std::string shallow = state_->opened->shallow();
    const bool goes_on = known != nullptr && state_->can_go_on(*known, shallow);
    std::vector<git_oid> line = state_->commits_since(last, goes_on ? known->commit : std::string(), shallow);
    if (line.empty()) return *known;
    std::optional<git_oid> before = state_->parent_of(line.back(), shallow);
    if (before) {  // so this is where the known line ended
        history = *known;
    } else {
        history.root = text_of(line.back());
        history.shallow = shallow;
    }
    TreeComparison trees(state_->repository());
    for (; !line.empty(); line.pop_back()) {
        if (!state_->take(history, trees, before, line.back(), says_the_same))
            return fail(state_->opened->lacks(fmt::format("a part of commit {}", text_of(line.back()))));
        before = line.back();
    }
    history.commit = commit;
    return history;
}

Result<std::string> GitHistory::blob(const std::string& id, std::uint64_t limit) const {
    return state_->blob(id, limit);
}

std::string GitHistory::blob_of_file(const std::string& path) const {
    git_oid id;
    const int status = git_repository_hashfile(&id, state_->repository(), path.c_str(), GIT_OBJECT_BLOB, nullptr);
    return status == 0 ? text_of(id) : std::string();
}

}  // namespace kb
