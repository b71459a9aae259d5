// A content repository as files on disk: a plain folder or the work tree of a git repository.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "kb/source/source.h"

namespace kb {

class FolderSource : public Source {
public:
    static Result<FolderSource> open(const std::filesystem::path& root);

    Result<SourceListing> list() const override;
    Result<std::string> read(const std::string& path, std::uint64_t limit = max_source_file) const override;
    const std::filesystem::path& root() const override { return root_; }
    std::optional<std::string> commit() const override { return {}; }

private:
    explicit FolderSource(std::filesystem::path root) : root_(std::move(root)) {}
    std::filesystem::path root_;  // canonical
};

}  // namespace kb
