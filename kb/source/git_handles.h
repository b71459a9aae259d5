// What the files of this folder share of libgit2: handles that free themselves, opening, and errors. For them alone.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include <git2.h>

#include "kb/base/error.h"

namespace kb {

// Keeps libgit2 in use as long as it lives.
struct GitLibrary {
    GitLibrary();
    ~GitLibrary();
    GitLibrary(const GitLibrary&) = delete;
};

template <auto free_handle>
struct FreeGitHandle {
    template <class Handle>
    void operator()(Handle* handle) const {
        free_handle(handle);
    }
};
using GitRepositoryHandle = std::unique_ptr<git_repository, FreeGitHandle<git_repository_free>>;
using GitCommitHandle = std::unique_ptr<git_commit, FreeGitHandle<git_commit_free>>;
using GitTreeHandle = std::unique_ptr<git_tree, FreeGitHandle<git_tree_free>>;
using GitBlobHandle = std::unique_ptr<git_blob, FreeGitHandle<git_blob_free>>;
using GitObjectHandle = std::unique_ptr<git_object, FreeGitHandle<git_object_free>>;
using GitDatabaseHandle = std::unique_ptr<git_odb, FreeGitHandle<git_odb_free>>;

// An object behind an id or a tree entry; empty when this clone does not have it.
template <class Owned, class Lookup, class... Arguments>
Owned find_git_object(Lookup lookup, Arguments... arguments) {
    typename Owned::pointer found = nullptr;
    return lookup(&found, arguments...) == 0 ? Owned(found) : Owned();
}

std::string text_of(const git_oid& id);

// An open repository. Its handles go before the library does.
struct OpenRepository {
    GitLibrary library;
    std::filesystem::path directory;
    GitRepositoryHandle handle;

    git_repository* get() const { return handle.get(); }
    bool is_work_tree() const;  // of which `directory` is the root
    // The commits where the history was cut off, one a line.
    std::string shallow() const;
    // It lacks something that belongs to it: `what` says what.
    Error lacks(const std::string& what) const;
};

// Nothing when there is no repository right there. Fails with `unreadable` when git will not open it, such as that of another
// user, and with `invalid_content` when it is damaged.
Result<std::unique_ptr<OpenRepository>> open_repository(const std::filesystem::path& directory);

// At most `limit` bytes of the content of a blob. Fails with not_found and limit_exceeded.
Result<std::string> read_blob(const OpenRepository& repository, const git_oid& id, std::uint64_t limit);

}  // namespace kb
