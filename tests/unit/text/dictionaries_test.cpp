#include <cstdlib>
#include <filesystem>

#include <catch2/catch.hpp>

#include "kb/base/files.h"
#include "kb/text/dictionaries.h"
#include "tests/world/dictionaries.h"
#include "tests/world/must.h"
#include "tests/world/scratch_folder.h"

namespace kb {

using test::code_of;
using test::must;
using test::ScratchFolder;

TEST_CASE("dictionaries are found in the folder that is named, else in that of the environment") {
    const std::filesystem::path built(OTVET_DICTIONARIES);
    CHECK(must(Dictionaries::find(built))->id() == test::dictionaries()->id());
    ::setenv("OTVET_DICTIONARIES", built.c_str(), 1);
    CHECK(Dictionaries::find());
    ::setenv("OTVET_DICTIONARIES", "/nowhere", 1);
    CHECK(code_of(Dictionaries::find()) == ErrorCode::not_found);
    CHECK(Dictionaries::find(built));  // the flag wins
    ::unsetenv("OTVET_DICTIONARIES");
    const auto beside = Dictionaries::find();  // there are none beside this test
    REQUIRE(code_of(beside) == ErrorCode::not_found);
    CHECK(beside.error().hint.find("--dictionaries") != std::string::npos);
    CHECK(beside.error().hint.find("OTVET_DICTIONARIES") != std::string::npos);
}

TEST_CASE("dictionaries that are cut short are refused") {
    const ScratchFolder folder;
    const std::filesystem::path built(OTVET_DICTIONARIES);
    std::filesystem::copy_file(built / "english.dict", folder / "english.dict");
    std::filesystem::copy_file(built / "russian.dict", folder / "russian.dict");
    CHECK(Dictionaries::open(folder.path()));
    for (const std::uintmax_t size : {std::uintmax_t{0}, std::uintmax_t{31}, std::uintmax_t{4096}, std::filesystem::file_size(built / "russian.dict") - 1}) {
        std::filesystem::resize_file(folder / "russian.dict", size);
        CHECK(code_of(Dictionaries::open(folder.path())) == ErrorCode::invalid_content);
        std::filesystem::copy_file(built / "russian.dict", folder / "russian.dict", std::filesystem::copy_options::overwrite_existing);
    }
    std::filesystem::copy_file(built / "russian.dict", folder / "english.dict", std::filesystem::copy_options::overwrite_existing);
    CHECK(code_of(Dictionaries::open(folder.path())) == ErrorCode::invalid_content);
}

}  // namespace kb
