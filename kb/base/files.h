// Files read whole within a bound, and written so that a reader sees the old or the new, never a half.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "kb/base/error.h"

namespace kb {

// The whole file. Fails with limit_exceeded when it is larger than `limit` bytes.
Result<std::string> read_file(const std::filesystem::path& path, std::uint64_t limit);

// Writes a new file or truncates an old one, and flushes it to the disk.
Result<void> write_file(const std::filesystem::path& path, std::string_view content);

// Writes beside `path`, flushes, renames over it and flushes the folder.
Result<void> replace_file(const std::filesystem::path& path, std::string_view content);

// Flushes a folder's entries, or every file below it, to the disk.
Result<void> sync_directory(const std::filesystem::path& directory);
Result<void> sync_tree(const std::filesystem::path& directory);

// Copies one regular file, sharing blocks where the file system can.
Result<void> clone_file(const std::filesystem::path& from, const std::filesystem::path& to);

// The same file under another name where the file system allows, else a copy. For files that never change.
Result<void> link_or_copy(const std::filesystem::path& from, const std::filesystem::path& to);

// An owned descriptor.
class FileDescriptor {
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int fd) : fd_(fd) {}
    FileDescriptor(FileDescriptor&& other) noexcept : fd_(other.release()) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept;
    ~FileDescriptor();
    int get() const { return fd_; }
    int release();
    explicit operator bool() const { return fd_ >= 0; }

private:
    int fd_ = -1;
};

// Opens a file for its owner alone, or makes it. One that root makes belongs to the owner of its folder, so that the server, who is
// not root, may open what a command line of root's has made. `flags` as open(2) has them.
Result<FileDescriptor> open_private_file(const std::filesystem::path& path, int flags);

// A whole file mapped for reading; the file must not change while it is mapped.
class MappedFile {
public:
    static Result<MappedFile> open(const std::filesystem::path& path);
    MappedFile() = default;
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    ~MappedFile();
    std::string_view bytes() const { return {data_, size_}; }

private:
    const char* data_ = nullptr;
    std::size_t size_ = 0;
};

// A new empty folder under the system's temporary folder, removed with all it holds at the end.
class TemporaryDirectory {
public:
    static Result<TemporaryDirectory> create(std::string_view prefix);
    TemporaryDirectory(TemporaryDirectory&& other) noexcept;
    TemporaryDirectory& operator=(TemporaryDirectory&&) = delete;
    ~TemporaryDirectory();
    const std::filesystem::path& path() const { return path_; }

private:
    explicit TemporaryDirectory(std::filesystem::path path) : path_(std::move(path)) {}
    std::filesystem::path path_;
};

}  // namespace kb
