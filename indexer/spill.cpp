#include "indexer/spill.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

namespace kb {

Result<Spill> Spill::create() {
    std::error_code error;
    std::string pattern = (std::filesystem::temp_directory_path(error) / "otvet-XXXXXX").string();
    FileDescriptor file(::mkostemp(pattern.data(), O_CLOEXEC));
    if (!file) return fail(system_error("make a temporary file", pattern, errno));
    ::unlink(pattern.c_str());
    Spill spill;
    spill.file_ = std::move(file);
    return spill;
}

Result<Spill::Place> Spill::put(std::string_view bytes) {
    const Place place{end_, bytes.size()};
    while (!bytes.empty()) {
        const ssize_t n = ::pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(end_));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return fail(system_error("write a temporary file", "", errno));
        end_ += static_cast<std::uint64_t>(n);
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return place;
}

Result<std::string> Spill::get(const Place& place) const {
    std::string bytes(place.size, '\0');
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t n = ::pread(file_.get(), bytes.data() + done, bytes.size() - done,
                                  static_cast<off_t>(place.begin + done));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return fail(system_error("read a temporary file", "", n < 0 ? errno : EIO));
        done += static_cast<std::size_t>(n);
    }
    return bytes;
}

}  // namespace kb
