#include "tests/world/scratch_folder.h"

#include <fstream>

#include <catch2/catch.hpp>

namespace fs = std::filesystem;

namespace kb::test {

namespace {

TemporaryDirectory new_folder() {
    auto folder = TemporaryDirectory::create("otvet-test");
    if (!folder) FAIL(to_string(folder.error()));
    return std::move(*folder);
}

}  // namespace

ScratchFolder::ScratchFolder() : folder_(new_folder()) {}

fs::path ScratchFolder::write(std::string_view name, std::string_view content) const {
    const fs::path path = folder_.path() / name;
    fs::create_directories(path.parent_path());
    std::ofstream file(path, std::ios::binary);
    file << content;
    file.close();
    if (!file) FAIL("cannot write " << path);
    return path;
}

std::string content_of(const fs::path& path) {
    auto content = read_file(path, 64 * 1024 * 1024);
    if (!content) FAIL(to_string(content.error()));
    return std::move(*content);
}

void damage(const fs::path& path, std::size_t at, std::string_view bytes) {
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(at));
    file << bytes;
    file.close();
    if (!file) FAIL("cannot damage " << path);
}

}  // namespace kb::test
