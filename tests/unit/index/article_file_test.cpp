#include <cstring>

#include <catch2/catch.hpp>

#include "kb/index/article_file.h"
#include "tests/world/must.h"
#include "tests/world/scratch_folder.h"

namespace fs = std::filesystem;

namespace kb {

using test::code_of;
using test::content_of;
using test::must;
using test::ScratchFolder;

namespace {

fs::path three_records(const ScratchFolder& folder) {
    const fs::path path = folder / "articles.dat";
    auto writer = must(ArticleFileWriter::create(path));
    must(writer.put(1, "one"));
    must(writer.put(3, "three"));
    must(writer.put(4, std::string(2 << 20, 'x')));
    must(writer.finish());
    return path;
}

}  // namespace

TEST_CASE("records are found by their number") {
    const ScratchFolder folder;
    const ArticleFile file = must(ArticleFile::open(three_records(folder)));
    CHECK(file.size() == 5);
    CHECK(file.record(0).empty());
    CHECK(file.record(1) == "one");
    CHECK(file.record(2).empty());
    CHECK(file.record(3) == "three");
    CHECK(file.record(4).size() == 2 << 20);
    CHECK(file.record(5).empty());
    CHECK(file.record(0xFFFFFFFF).empty());
    CHECK(file.used_bytes() == 3 + 5 + (2 << 20));
}

TEST_CASE("an empty file of articles is whole") {
    const ScratchFolder folder;
    must(must(ArticleFileWriter::create(folder / "a")).finish());
    CHECK(must(ArticleFile::open(folder / "a")).size() == 0);
}

TEST_CASE("a writer never overwrites a file that is there") {
    const ScratchFolder folder;
    CHECK_FALSE(ArticleFileWriter::create(folder.write("a", "precious")));
    CHECK(content_of(folder / "a") == "precious");
}

TEST_CASE("an update keeps, replaces, adds and removes") {
    const ScratchFolder folder;
    const fs::path path = three_records(folder);
    for (int round = 0; round < 3; ++round) {
        auto writer = must(ArticleFileWriter::update(path));
        must(writer.put(1, "round " + std::to_string(round)));
        must(writer.put(7, "seven"));
        writer.remove(4);
        writer.remove(400);
        must(writer.finish());
        const ArticleFile file = must(ArticleFile::open(path));
        CHECK(file.size() == 8);
        CHECK(file.record(1) == "round " + std::to_string(round));
        CHECK(file.record(3) == "three");
        CHECK(file.record(4).empty());
        CHECK(file.record(7) == "seven");
    }
}

TEST_CASE("a file that was not finished is refused") {
    const ScratchFolder folder;
    {
        auto writer = must(ArticleFileWriter::create(folder / "a"));
        must(writer.put(1, std::string(3 << 20, 'x')));
    }
    CHECK(code_of(ArticleFile::open(folder / "a")) == ErrorCode::index_damaged);
    CHECK(code_of(ArticleFileWriter::update(folder / "a")) == ErrorCode::index_damaged);
}

TEST_CASE("empty, foreign and newer files are refused with a cure") {
    const ScratchFolder folder;
    for (const std::string_view bytes : {"", "x", "OTVETART", "SQLite format 3 and a lot of other bytes behind it"}) {
        const auto opened = ArticleFile::open(folder.write("a", bytes));
        REQUIRE(code_of(opened) == ErrorCode::index_damaged);
        CHECK(opened.error().hint.find("--rebuild") != std::string::npos);
    }
    const fs::path path = three_records(folder);
    test::damage(path, 8, "\x02");
    CHECK(code_of(ArticleFile::open(path)) == ErrorCode::index_damaged);
}

TEST_CASE("a file cut at any place is refused") {
    const ScratchFolder folder;
    const fs::path path = folder / "articles.dat";
    auto writer = must(ArticleFileWriter::create(path));
    must(writer.put(1, "one"));
    must(writer.put(2, "two"));
    must(writer.finish());
    const std::string whole = content_of(path);
    for (std::size_t size = 0; size < whole.size(); ++size)
        CHECK(code_of(ArticleFile::open(folder.write("cut", whole.substr(0, size)))) == ErrorCode::index_damaged);
}

TEST_CASE("entries that point outside the records are refused") {
    const ScratchFolder folder;
    const std::string whole = content_of(three_records(folder));
    const std::size_t table = whole.size() - 5 * 16;
    for (const std::uint64_t value : {std::uint64_t{table + 1}, ~std::uint64_t{0}, std::uint64_t{1} << 63}) {
        for (const std::size_t at : {table + 16, table + 24}) {
            std::string changed = whole;
            std::memcpy(changed.data() + at, &value, sizeof value);
            CHECK(code_of(ArticleFile::open(folder.write("changed", changed))) == ErrorCode::index_damaged);
        }
    }
    for (const std::size_t at : {16u, 24u}) {  // where the table begins, how many entries
        std::string changed = whole;
        const std::uint64_t value = ~std::uint64_t{0} - 7;
        std::memcpy(changed.data() + at, &value, sizeof value);
        CHECK(code_of(ArticleFile::open(folder.write("changed", changed))) == ErrorCode::index_damaged);
    }
}

TEST_CASE("a missing file of articles is not found") {
    const ScratchFolder folder;
    CHECK(code_of(ArticleFile::open(folder / "nothing")) == ErrorCode::not_found);
}

}  // namespace kb
