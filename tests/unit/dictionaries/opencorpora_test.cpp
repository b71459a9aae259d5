#include <catch2/catch.hpp>

#include "dictionaries/opencorpora.h"
#include "kb/base/files.h"
#include "tests/world/must.h"
#include "tests/world/scratch_folder.h"

namespace kb {

using test::code_of;
using test::must;
using test::ScratchFolder;

TEST_CASE("a folder without the Russian word lists is an error that says what to run") {
    const ScratchFolder folder;
    const auto read = read_opencorpora(folder.path());
    REQUIRE(code_of(read) == ErrorCode::not_found);
    CHECK(read.error().at.path == (folder / "meta.json").string());
    CHECK(read.error().hint == "run scripts/setup, which installs the npm package az");
}

TEST_CASE("Russian word lists of another format, or cut short, are refused") {
    const ScratchFolder folder;
    must(write_file(folder / "meta.json", R"([["format_version", "9.9"]])"));
    const auto other = read_opencorpora(folder.path());
    REQUIRE(code_of(other) == ErrorCode::invalid_content);
    CHECK(other.error().what == "format '9.9' instead of 2.4");
    must(write_file(folder / "meta.json", R"([["format_version", "2.4"]])"));
    must(write_file(folder / "words.dawg", std::string("\xFF\x00\x00\x00 too short", 14)));
    const auto cut = read_opencorpora(folder.path());
    REQUIRE(code_of(cut) == ErrorCode::invalid_content);
    CHECK(cut.error().at.path == (folder / "words.dawg").string());
    must(write_file(folder / "meta.json", "no JSON"));
    CHECK(code_of(read_opencorpora(folder.path())) == ErrorCode::invalid_content);
}

}  // namespace kb
