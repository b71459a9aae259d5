#include "kb/base/files.h"

#include <cerrno>
#include <cstdlib>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

namespace fs = std::filesystem;

namespace kb {

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
    if (this != &other) {
        if (fd_ >= 0) ::close(fd_);
        fd_ = other.release();
    }
    return *this;
}

FileDescriptor::~FileDescriptor() {
    if (fd_ >= 0) ::close(fd_);
}

int FileDescriptor::release() {
    return std::exchange(fd_, -1);
}

Result<std::string> read_file(const fs::path& path, std::uint64_t limit) {
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file) return fail(system_error("open", path.string(), errno));
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return fail(system_error("read", path.string(), errno));
    if (!S_ISREG(status.st_mode))
        return fail(ErrorCode::unreadable, "not a regular file", "give the path of a file", {path.string()});

    const auto too_large = [&] {
        return fail(ErrorCode::limit_exceeded, fmt::format("larger than {} bytes", limit),
                    "split it into smaller files", {path.string()});
    };
    if (static_cast<std::uint64_t>(status.st_size) > limit) return too_large();
    // One byte more than expected, so that a file that grows meanwhile is noticed.
    std::string content(static_cast<std::size_t>(status.st_size) + 1, '\0');
    std::size_t used = 0;
    for (;;) {
        const ssize_t n = ::read(file.get(), content.data() + used, content.size() - used);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return fail(system_error("read", path.string(), errno));
        if (n == 0) break;
        used += static_cast<std::size_t>(n);
        if (used > limit) return too_large();
        if (used == content.size()) content.resize(content.size() * 2);
    }
    content.resize(used);
    return content;
}

Result<void> write_file(const fs::path& path, std::string_view content) {
    FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (!file) return fail(system_error("write", path.string(), errno));
    while (!content.empty()) {
        const ssize_t n = ::write(file.get(), content.data(), content.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return fail(system_error("write", path.string(), errno));
        content.remove_prefix(static_cast<std::size_t>(n));
    }
    if (::fsync(file.get()) != 0) return fail(system_error("write", path.string(), errno));
    if (::close(file.release()) != 0) return fail(system_error("write", path.string(), errno));
    return {};
}

Result<void> replace_file(const fs::path& path, std::string_view content) {
    fs::path beside = path;
    beside += ".tmp";
    if (auto written = write_file(beside, content); !written) {
        ::unlink(beside.c_str());
        return fail(written.error());
    }
    if (::rename(beside.c_str(), path.c_str()) != 0) {
        const int reason = errno;
        ::unlink(beside.c_str());
        return fail(system_error("replace", path.string(), reason));
    }
    return sync_directory(path.parent_path());
}

namespace {

Result<void> sync_path(const fs::path& path, int flags) {
    const FileDescriptor handle(::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags));
    if (!handle) return fail(system_error("open", path.string(), errno));
    if (::fsync(handle.get()) != 0) return fail(system_error("flush", path.string(), errno));
    return {};
}

}  // namespace

Result<void> sync_directory(const fs::path& directory) {
    return sync_path(directory.empty() ? fs::path(".") : directory, O_DIRECTORY);
}

Result<void> sync_tree(const fs::path& directory) {
    std::error_code error;
    for (fs::recursive_directory_iterator it(directory, error), end; !error && it != end; it.increment(error)) {
        const bool is_directory = it->is_directory(error);
        if (auto synced = sync_path(it->path(), is_directory ? O_DIRECTORY : 0); !synced) return synced;
    }
    if (error) return fail(system_error("list", directory.string(), error.value()));
    return sync_directory(directory);
}

Result<void> clone_file(const fs::path& from, const fs::path& to) {
    const FileDescriptor source(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
    if (!source) return fail(system_error("open", from.string(), errno));
    struct stat status {};
    if (::fstat(source.get(), &status) != 0) return fail(system_error("read", from.string(), errno));
    FileDescriptor target(::open(to.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (!target) return fail(system_error("write", to.string(), errno));
    auto left = static_cast<std::size_t>(status.st_size);
    while (left > 0) {
        const ssize_t n = ::copy_file_range(source.get(), nullptr, target.get(), nullptr, left, 0);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && (errno == EXDEV || errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP)) {
            std::error_code error;
            fs::copy_file(from, to, fs::copy_options::overwrite_existing, error);
            if (error) return fail(system_error("copy to", to.string(), error.value()));
            return {};
        }
        if (n < 0) return fail(system_error("copy to", to.string(), errno));
        if (n == 0) break;
        left -= static_cast<std::size_t>(n);
    }
    if (::close(target.release()) != 0) return fail(system_error("write", to.string(), errno));
    return {};
}

Result<void> link_or_copy(const fs::path& from, const fs::path& to) {
    if (::link(from.c_str(), to.c_str()) == 0) return {};
    return clone_file(from, to);
}

Result<FileDescriptor> open_private_file(const fs::path& path, int flags) {
    FileDescriptor file(::open(path.c_str(), flags | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    const bool is_new = static_cast<bool>(file);
    if (!is_new && errno == EEXIST) file = FileDescriptor(::open(path.c_str(), flags | O_CREAT | O_CLOEXEC, 0600));
    if (!file) return fail(system_error("open", path.string(), errno));
    struct stat folder {};
    const fs::path parent = path.has_parent_path() ? path.parent_path() : fs::path(".");
    if (is_new && geteuid() == 0 && stat(parent.c_str(), &folder) == 0 && fchown(file.get(), folder.st_uid, folder.st_gid) != 0)
        return fail(system_error("give its owner", path.string(), errno));
    return file;
}

Result<MappedFile> MappedFile::open(const fs::path& path) {
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) return fail(system_error("open", path.string(), errno));
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return fail(system_error("read", path.string(), errno));
    MappedFile mapped;
    if (status.st_size == 0) return mapped;
    const auto size = static_cast<std::size_t>(status.st_size);
    void* data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
    if (data == MAP_FAILED) return fail(system_error("map", path.string(), errno));
    mapped.data_ = static_cast<const char*>(data);
    mapped.size_ = size;
    return mapped;
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
}

MappedFile::~MappedFile() {
    if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
}

Result<TemporaryDirectory> TemporaryDirectory::create(std::string_view prefix) {
    std::error_code error;
    std::string pattern = (fs::temp_directory_path(error) / fmt::format("{}-XXXXXX", prefix)).string();
    if (::mkdtemp(pattern.data()) == nullptr) return fail(system_error("make a temporary folder", pattern, errno));
    return TemporaryDirectory(fs::path(pattern));
}

TemporaryDirectory::TemporaryDirectory(TemporaryDirectory&& other) noexcept
    : path_(std::exchange(other.path_, fs::path())) {}

TemporaryDirectory::~TemporaryDirectory() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
}

}  // namespace kb
