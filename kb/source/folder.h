// A content repository as files on disk: a plain folder or the work tree of a git repository.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kb/base/problem.h"

namespace kb {

struct SourceFile {
    std::string path;  // from the root, '/' between folders, UTF-8
    std::uint64_t size = 0;
    std::int64_t modified_ns = 0;  // since 1970
    std::int64_t modified() const { return modified_ns / 1'000'000'000; }
};

struct SourceListing {
    std::vector<SourceFile> files;  // sorted by path
    std::vector<Problem> problems;
};

// By the ending of its name.
bool is_markdown(std::string_view path);

// Whether a file or folder of this name is listed: plain UTF-8 text, and not hidden.
bool is_content_name(std::string_view name);

// The largest file of any kind that is read, in bytes.
constexpr std::uint64_t max_source_file = 16 * 1024 * 1024;

class FolderSource {
public:
    static Result<FolderSource> open(const std::filesystem::path& root);

    // Everything but names beginning with '.' and links that lead outside, in circles or nowhere.
    Result<SourceListing> list() const;

    // A file below the root; never one outside, whatever links say, nor a hidden one. `path` as in list().
    Result<std::string> read(const std::string& path, std::uint64_t limit = max_source_file) const;

    const std::filesystem::path& root() const { return root_; }

private:
    explicit FolderSource(std::filesystem::path root) : root_(std::move(root)) {}
    std::filesystem::path root_;  // canonical
};

}  // namespace kb
