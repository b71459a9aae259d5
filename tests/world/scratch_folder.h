// An empty folder of a test's own, gone when the test ends.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "kb/base/files.h"

namespace kb::test {

class ScratchFolder {
public:
    ScratchFolder();

    const std::filesystem::path& path() const { return folder_.path(); }
    std::filesystem::path operator/(std::string_view name) const { return folder_.path() / name; }

    // Writes a file and the folders that lead to it.
    std::filesystem::path write(std::string_view name, std::string_view content) const;

private:
    TemporaryDirectory folder_;
};

// The whole file; fails the test when there is none.
std::string content_of(const std::filesystem::path& path);

// Overwrites part of a file, as a failing disk would.
void damage(const std::filesystem::path& path, std::size_t at, std::string_view bytes);

}  // namespace kb::test
