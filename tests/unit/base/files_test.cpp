#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "kb/base/files.h"
#include "tests/world/must.h"
#include "tests/world/scratch_folder.h"

namespace fs = std::filesystem;

namespace kb {

using test::code_of;
using test::content_of;
using test::must;
using test::ScratchFolder;

TEST_CASE("a file is read whole up to the limit, and refused beyond it") {
    const ScratchFolder folder;
    const fs::path path = folder.write("a.txt", "12345");
    CHECK(must(read_file(path, 5)) == "12345");
    CHECK(code_of(read_file(path, 4)) == ErrorCode::limit_exceeded);
    CHECK(must(read_file(folder.write("empty", ""), 0)).empty());
}

TEST_CASE("a missing file, a folder and a pipe are refused without waiting") {
    const ScratchFolder folder;
    CHECK(code_of(read_file(folder / "nothing", 10)) == ErrorCode::not_found);
    CHECK(code_of(read_file(folder.path(), 10)) == ErrorCode::unreadable);
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    CHECK(code_of(read_file(folder / "pipe", 10)) == ErrorCode::unreadable);
}

TEST_CASE("replacing a file leaves the new content and nothing beside it") {
    const ScratchFolder folder;
    const fs::path path = folder.write("CURRENT", "old content that is longer");
    must(replace_file(path, "new"));
    CHECK(content_of(path) == "new");
    CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 1);
}

TEST_CASE("a file that cannot be replaced stays as it was") {
    const ScratchFolder folder;
    fs::create_directories(folder / "target/occupied");
    CHECK_FALSE(replace_file(folder / "target", "new"));
    CHECK(fs::is_directory(folder / "target/occupied"));
    CHECK_FALSE(fs::exists(folder / "target.tmp"));
    CHECK(code_of(replace_file(folder / "no/such/folder", "new")) == ErrorCode::not_found);
}

TEST_CASE("a full disk is said to be full") {
    const auto written = write_file("/dev/full", "x");
    REQUIRE(code_of(written) == ErrorCode::no_space);
    CHECK(written.error().hint.find("free some disk space") != std::string::npos);
}

TEST_CASE("copies and links hold the same bytes, and a copy is a file of its own") {
    const ScratchFolder folder;
    const std::string bytes(300'000, 'b');
    const fs::path from = folder.write("from", bytes);
    must(clone_file(from, folder / "copy"));
    must(link_or_copy(from, folder / "link"));
    CHECK(content_of(folder / "copy") == bytes);
    CHECK(content_of(folder / "link") == bytes);
    test::damage(folder / "copy", 0, "changed");
    CHECK(content_of(from) == bytes);
    must(clone_file(folder.write("empty", ""), folder / "copy"));
    CHECK(content_of(folder / "copy").empty());
    CHECK(code_of(clone_file(folder / "nothing", folder / "x")) == ErrorCode::not_found);
}

TEST_CASE("a mapped file shows the file's bytes, also when it is empty or moved") {
    const ScratchFolder folder;
    MappedFile mapped = must(MappedFile::open(folder.write("a", "bytes")));
    MappedFile moved = std::move(mapped);
    CHECK(moved.bytes() == "bytes");
    CHECK(must(MappedFile::open(folder.write("b", ""))).bytes().empty());
    CHECK(code_of(MappedFile::open(folder / "nothing")) == ErrorCode::not_found);
}

TEST_CASE("a temporary folder goes with its owner") {
    fs::path path;
    {
        const TemporaryDirectory folder = must(TemporaryDirectory::create("otvet-test"));
        path = folder.path();
        CHECK(fs::is_empty(path));
        fs::create_directories(path / "a/b");
    }
    CHECK_FALSE(fs::exists(path));
}

TEST_CASE("a tree of folders is flushed, and a missing one is an error") {
    const ScratchFolder folder;
    folder.write("a/b/c.txt", "x");
    must(sync_tree(folder.path()));
    CHECK_FALSE(sync_tree(folder / "nothing"));
}

}  // namespace kb
