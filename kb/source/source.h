// Where a help center's files come from: a folder on disk, or a commit of a git repository.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kb/base/problem.h"

namespace kb {

struct SourceFile {
    std::string path;  // from the root, '/' between folders, UTF-8
    // Differs from that of an earlier listing whenever the content does, so that what is known need not be read: but for
    // files that were touched in the second of that listing.
    std::string version;
    std::int64_t modified = 0;  // unix seconds: of the file, or of the commit
    std::int64_t touched = 0;   // when the file was last written or moved, by its system; 0 in a commit
    std::string behind;         // where links lead that stand in the path; empty without one
};

struct SourceListing {
    std::vector<SourceFile> files;  // sorted by path
    std::vector<Problem> problems;
};

// The largest file of any kind that is read, in bytes.
constexpr std::uint64_t max_source_file = 16 * 1024 * 1024;
constexpr int max_source_depth = 32;  // of folders
constexpr std::size_t max_source_files = 1'000'000;

class Source {
public:
    // The files of a folder or a work tree as they are on disk, unless `ref` is given; those of the commit that `ref` names, or
    // HEAD of a bare repository.
    static Result<std::unique_ptr<const Source>> open(const std::filesystem::path& place, const std::optional<std::string>& ref);

    virtual ~Source() = default;

    // Everything but hidden names, submodules, and links that lead outside, to hidden names, in circles or nowhere.
    virtual Result<SourceListing> list() const = 0;

    // A file below the root; never one outside, whatever links say, nor a hidden one. `path` as in list().
    virtual Result<std::string> read(const std::string& path, std::uint64_t limit = max_source_file) const = 0;

    // The folder or repository.
    virtual const std::filesystem::path& root() const = 0;

    // The 40 hexadecimal digits of the commit that files are read from; nothing when they are read from disk.
    virtual std::optional<std::string> commit() const = 0;
};

// By the ending of its name.
bool is_markdown(std::string_view path);

// Whether a file or folder of this name is listed: plain UTF-8 text, and not hidden.
bool is_content_name(std::string_view name);
bool is_plain_name(std::string_view name);
// ".git/config" and the like; ".." is not hidden.
bool has_hidden_part(std::string_view path);

// What Git LFS leaves in the place of a file that it has not fetched (its specification, version 1).
bool is_lfs_pointer(std::string_view content);

// What both kinds of sources say of what they cannot list or read.
enum class Unlistable { bad_name, leads_nowhere, leads_outside, leads_to_hidden, leads_back, too_deep, submodule };
Problem unlistable(Unlistable why, std::string path);
Error hidden_name(const std::string& path);
Error lfs_pointer(const std::string& path);

}  // namespace kb
