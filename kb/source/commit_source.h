// A content repository as one commit of a git repository has it; objects are read without a checkout.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "kb/source/source.h"

namespace kb {

// Goes on working in a forked process: what is read from the repository is mapped, or opened anew.
class CommitSource : public Source {
public:
    // The commit that `ref` names: a branch, a tag, an id, or any other revision that git-rev-parse knows; HEAD of a bare repository
    // without `ref`. Nothing when the files are to be read from disk. Fails with not_found when there is no such ref, and with
    // invalid_content when the repository lacks a part of the commit: so nothing is missing afterwards.
    static Result<std::optional<CommitSource>> open(const std::filesystem::path& place, const std::optional<std::string>& ref);

    CommitSource(CommitSource&&) noexcept;
    CommitSource& operator=(CommitSource&&) noexcept;
    ~CommitSource() override;

    // A file's version is the id of its blob.
    Result<SourceListing> list() const override;
    Result<std::string> read(const std::string& path, std::uint64_t limit = max_source_file) const override;
    const std::filesystem::path& root() const override;
    std::optional<std::string> commit() const override;

private:
    struct State;
    explicit CommitSource(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace kb
