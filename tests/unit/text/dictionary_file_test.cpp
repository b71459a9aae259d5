#include <catch2/catch.hpp>

#include "kb/base/files.h"
#include "kb/text/dictionary_file.h"
#include "tests/world/must.h"
#include "tests/world/scratch_folder.h"

namespace kb {

using test::code_of;
using test::must;
using test::ScratchFolder;

namespace {

const std::vector<std::pair<std::string, std::string>> sections = {
    {"forms", "some bytes"}, {"empty", ""}, {"numbers", std::string("\x01\x00\x00\x00\x02\x00\x00\x00", 8)}};

}  // namespace

TEST_CASE("sections of a dictionary come back, aligned for their numbers") {
    const ScratchFolder folder;
    must(write_file(folder / "a.dict", write_dictionary("russian", sections)));
    const DictionaryFile file = must(DictionaryFile::open(folder / "a.dict", "russian"));
    CHECK(file.section("forms") == "some bytes");
    CHECK(file.section("empty").empty());
    CHECK(file.section("no such").empty());
    const auto numbers = file.numbers<std::uint32_t>("numbers");
    CHECK(std::vector<std::uint32_t>(numbers.begin(), numbers.end()) == std::vector<std::uint32_t>{1, 2});
    CHECK(reinterpret_cast<std::uintptr_t>(numbers.data()) % 8 == 0);
}

TEST_CASE("a dictionary cut short anywhere, or changed anywhere, is refused with a hint") {
    const ScratchFolder folder;
    const std::string whole = write_dictionary("russian", sections);
    const auto refused = [&](const std::string& bytes) {
        must(write_file(folder / "a.dict", bytes));
        const auto opened = DictionaryFile::open(folder / "a.dict", "russian");
        return code_of(opened) == ErrorCode::invalid_content && !opened.error().hint.empty();
    };
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CAPTURE(size);
        CHECK(refused(whole.substr(0, size)));
    }
    for (std::size_t at = 0; at < whole.size(); ++at) {
        CAPTURE(at);
        std::string changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 0x20);
        CHECK(refused(changed));
    }
    CHECK(refused(whole + "x"));
    CHECK(refused("#!/bin/sh\n" + std::string(1000, 'x')));
}

TEST_CASE("a dictionary of another language or version is refused, a missing one is not found") {
    const ScratchFolder folder;
    std::string bytes = write_dictionary("english", sections);
    must(write_file(folder / "a.dict", bytes));
    const auto other = DictionaryFile::open(folder / "a.dict", "russian");
    REQUIRE(code_of(other) == ErrorCode::invalid_content);
    CHECK(other.error().what == "a 'english' dictionary in place of a 'russian' one");
    bytes[8] = 9;
    must(write_file(folder / "a.dict", bytes));
    const auto newer = DictionaryFile::open(folder / "a.dict", "english");
    REQUIRE(code_of(newer) == ErrorCode::invalid_content);
    CHECK(newer.error().what.find("format version 9") != std::string::npos);
    CHECK(code_of(DictionaryFile::open(folder / "none.dict", "russian")) == ErrorCode::not_found);
}

}  // namespace kb
