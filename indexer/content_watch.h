// Notices that content may have changed: by what the kernel tells of its folders, and by looking.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "kb/base/error.h"
#include "kb/base/files.h"

namespace kb {

class ContentWatch {
public:
    // Of a repository with a `ref`, and of a bare one, only where its references stand counts; else every file.
    ContentWatch(const std::filesystem::path& content, std::optional<std::string> ref);

    // What stays the same as long as the content does: names, sizes and times of files, the ids of references. It also begins to
    // listen where it has not yet. Fails when the content cannot be read.
    Result<std::string> look();

    // To be polled; -1 when the kernel tells nothing, and only look() does.
    int descriptor() const { return notices_.get(); }
    // Takes what the kernel has told; whether any of it may matter.
    bool take_notices();
    // Why the kernel does not tell of everything; nothing when it does. Only look() notices the rest then.
    const std::optional<Error>& deafness() const { return deafness_; }

private:
    enum class Kind { content, references, repository, parent };
    void listen(const std::filesystem::path& folder, Kind kind);
    bool matters(int watch, std::string_view name) const;
    Result<void> look_at_files(std::string& mark);
    void look_into(const std::filesystem::path& folder, const std::filesystem::path& root, int depth, std::string& mark);
    void look_at_repository(const std::filesystem::path& repository, std::string& mark);
    void look_at_reference(const std::filesystem::path& repository, const std::string& name, std::string& mark);

    std::filesystem::path content_;  // absolute
    std::optional<std::string> ref_;
    FileDescriptor notices_;
    std::map<int, Kind> watches_;
    std::set<std::pair<std::uint64_t, std::uint64_t>> open_folders_;  // device and inode, from the root down to where we are
    std::optional<Error> deafness_;
};

}  // namespace kb
