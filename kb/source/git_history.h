// What a git repository tells of the Markdown files of a commit: their history, and their former contents.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "kb/base/error.h"
#include "kb/source/source_history.h"

namespace kb {

class GitHistory {
public:
    // Nothing when `directory` is neither a repository nor the root of a work tree. Fails with `unreadable` when there is one
    // that git will not open, such as that of another user, and with `invalid_content` when it is damaged.
    static Result<std::optional<GitHistory>> open(const std::filesystem::path& directory);

    GitHistory(GitHistory&&) noexcept;
    GitHistory& operator=(GitHistory&&) noexcept;
    ~GitHistory();

    // The 40 hexadecimal digits of the commit that HEAD names; nothing before the first one.
    std::optional<std::string> head() const;

    // The first-parent history of a commit: merges count as one commit, with the date when they were made. Only Markdown
    // files that a Source would list. Where a shallow clone ends, all files are as old as its last commit.
    // `known`, when given, is what an earlier call returned: only later commits are read, with the same result. It is
    // not used when the commit does not descend from it, as after a force push, or when the clone was cut off elsewhere.
    // `says_the_same` tells of two contents of a file whether they differ in bookkeeping only; without it none do.
    using SaysTheSame = std::function<bool(std::string_view before, std::string_view after)>;
    Result<SourceHistory> read(const std::string& commit, const SourceHistory* known, const SaysTheSame& says_the_same = {}) const;

    // Fails with not_found when this clone does not have it, with limit_exceeded when it is larger than `limit` bytes.
    Result<std::string> blob(const std::string& id, std::uint64_t limit) const;

    // The blob that a file on disk would be committed as: line ends are put right as .gitattributes say. Empty when it
    // cannot be read.
    std::string blob_of_file(const std::string& path) const;

private:
    struct State;
    explicit GitHistory(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace kb
