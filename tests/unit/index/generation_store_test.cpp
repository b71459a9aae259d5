#include <sys/file.h>

#include <fcntl.h>

#include <catch2/catch.hpp>

#include "kb/index/generation_store.h"
#include "tests/world/little_index.h"
#include "tests/world/dictionaries.h"
#include "tests/world/must.h"

namespace fs = std::filesystem;

namespace kb {

using test::an_article;
using test::code_of;
using test::content_of;
using test::LittleIndex;
using test::must;
using test::ScratchFolder;

namespace {

std::vector<GenerationNumber> numbers(const GenerationStore& store) {
    std::vector<GenerationNumber> found;
    for (const GenerationEntry& entry : must(store.list())) found.push_back(entry.info.number);
    return found;
}

GenerationNumber current(const GenerationStore& store) {
    return must(store.current());
}

using Numbers = std::vector<GenerationNumber>;

}  // namespace

TEST_CASE("an index that was never built is missing, with the command that builds it") {
    const ScratchFolder folder;
    const GenerationStore store(folder / "index");
    const auto none = store.current();
    REQUIRE(code_of(none) == ErrorCode::index_missing);
    CHECK(none.error().hint.find("kb-indexer build --content CONTENT --index") != std::string::npos);
    CHECK(code_of(store.list()) == ErrorCode::index_missing);
    CHECK_FALSE(store.pinned());
}

TEST_CASE("publishing serves the new generation and keeps the last three") {
    LittleIndex index;
    for (int i = 0; i < 5; ++i) index.publish({an_article("ru", "a", "A")});
    CHECK(current(index.store()) == 5);
    CHECK(numbers(index.store()) == Numbers{3, 4, 5});
    CHECK(content_of(index.path() / "CURRENT") == "generation-000005\n");
    const auto entries = must(index.store().list());
    CHECK(entries[2].current);
    CHECK_FALSE(entries[1].current);
    CHECK_FALSE(fs::exists(index.path() / "generation-000002"));
    CHECK_FALSE(fs::exists(index.path() / "CURRENT.tmp"));
}

TEST_CASE("a rollback serves the generation before and pins it") {
    LittleIndex index;
    for (int i = 0; i < 3; ++i) index.publish({an_article("ru", "a", "A")});
    const GenerationStore store = index.store();
    {
        const BuilderLock lock = must(store.lock());
        CHECK(must(store.rollback(lock, {}, test::analyzer().id())) == 2);
        CHECK(current(store) == 2);
        CHECK(store.pinned() == 3u);
        CHECK(must(store.rollback(lock, 1, test::analyzer().id())) == 1);
        CHECK(store.pinned() == 3u);
        CHECK(code_of(store.rollback(lock, {}, test::analyzer().id())) == ErrorCode::not_found);
        CHECK(code_of(store.rollback(lock, 17, test::analyzer().id())) == ErrorCode::not_found);
        CHECK(current(store) == 1);
    }
    SECTION("the next publication takes a new number and unpins") {
        index.publish({an_article("ru", "a", "A")});
        CHECK(current(store) == 4);
        CHECK_FALSE(store.pinned());
        CHECK(numbers(store) == Numbers{2, 3, 4});
    }
    SECTION("going forward again is a rollback, too") {
        const BuilderLock lock = must(store.lock());
        CHECK(must(store.rollback(lock, 3, test::analyzer().id())) == 3);
        CHECK(current(store) == 3);
        CHECK_FALSE(store.pinned());
    }
}

TEST_CASE("a rollback to a damaged or foreign generation changes nothing") {
    LittleIndex index;
    for (int i = 0; i < 2; ++i) index.publish({an_article("ru", "a", "A")});
    const GenerationStore store = index.store();
    const BuilderLock lock = must(store.lock());
    std::string info = content_of(store.directory_of(1) / "generation.json");
    const std::size_t at = info.find("\"analyzer\": \"") + 13;
    info.insert(at, "other-");
    fs::remove(store.directory_of(1) / "generation.json");
    CHECK(code_of(store.rollback(lock, 1, test::analyzer().id())) == ErrorCode::index_damaged);
    REQUIRE(write_file(store.directory_of(1) / "generation.json", info));
    CHECK(code_of(store.rollback(lock, 1, test::analyzer().id())) == ErrorCode::index_foreign);
    CHECK(current(store) == 2);
    CHECK_FALSE(store.pinned());
}

TEST_CASE("one builder at a time") {
    LittleIndex index;
    index.publish({});
    const GenerationStore store = index.store();
    {
        const BuilderLock lock = must(store.lock());
        const auto second = store.lock();
        REQUIRE(code_of(second) == ErrorCode::busy);
        CHECK(second.error().what.find("another builder is at work here (process ") != std::string::npos);
        CHECK_FALSE(second.error().hint.empty());
    }
    CHECK(store.lock());
}

TEST_CASE("a lock that nobody holds stops nobody") {
    LittleIndex index;
    index.publish({});
    REQUIRE(write_file(index.path() / "lock", "4242\n"));
    CHECK(index.store().lock());
}

TEST_CASE("a folder that is no index is not taken over") {
    const ScratchFolder folder;
    folder.write("home/letters.txt", "precious");
    CHECK(code_of(GenerationStore(folder / "home").lock()) == ErrorCode::invalid_argument);
    CHECK_FALSE(GenerationStore(folder.write("file", "")).lock());
    CHECK(GenerationStore(folder / "new/index").lock());
}

TEST_CASE("a pending generation goes when it is given up") {
    const ScratchFolder folder;
    const GenerationStore store(folder / "index");
    const BuilderLock lock = must(store.lock());
    fs::path path;
    {
        PendingGeneration pending = must(store.begin(lock));
        CHECK(pending.number() == 1);
        const PendingGeneration moved = std::move(pending);
        path = moved.directory();
        CHECK(path.filename() == "generation-000001.tmp");
        CHECK(fs::is_empty(path));
        REQUIRE(write_file(path / "half", "done"));
    }
    CHECK_FALSE(fs::exists(path));
}

TEST_CASE("what killed builders left is cleared away, and nothing else") {
    LittleIndex index;
    index.publish({});
    for (const char* name : {"generation-000009.tmp", "generation-000002.tmp", "keep.tmp", "notes"})
        fs::create_directories(index.path() / name / "x");
    const GenerationStore store = index.store();
    const BuilderLock lock = must(store.lock());
    const PendingGeneration pending = must(store.begin(lock));
    CHECK(pending.number() == 2);
    CHECK_FALSE(fs::exists(index.path() / "generation-000009.tmp"));
    CHECK(fs::is_empty(pending.directory()));
    CHECK(fs::exists(index.path() / "keep.tmp/x"));
    CHECK(fs::exists(index.path() / "notes/x"));
}

TEST_CASE("a generation that a builder could not announce takes no number twice") {
    LittleIndex index;
    index.publish({});
    fs::create_directories(index.store().directory_of(2));  // renamed, but CURRENT still names the first
    index.publish({});
    CHECK(current(index.store()) == 3);
}

TEST_CASE("a CURRENT that is not ours is damage, with a cure") {
    LittleIndex index;
    index.publish({});
    for (const std::string_view text : {"", "\n", "garbage\n", "generation-000099\n", "../generation-000001\n",
                                        "generation-000001.tmp\n", "generation-0000001"}) {
        REQUIRE(write_file(index.path() / "CURRENT", text));
        const auto broken = index.store().current();
        REQUIRE(code_of(broken) == ErrorCode::index_damaged);
        CHECK(broken.error().hint.find("kb-indexer rollback") != std::string::npos);
    }
    CHECK(numbers(index.store()) == Numbers{1});
    const GenerationStore store = index.store();
    const BuilderLock lock = must(store.lock());
    CHECK(must(store.rollback(lock, 1, test::analyzer().id())) == 1);
    CHECK(current(store) == 1);
}

TEST_CASE("a CURRENT without a newline is as good") {
    LittleIndex index;
    index.publish({});
    REQUIRE(write_file(index.path() / "CURRENT", "generation-000001"));
    CHECK(current(index.store()) == 1);
}

TEST_CASE("generations that cannot be read are left out of the list") {
    LittleIndex index;
    for (int i = 0; i < 2; ++i) index.publish({});
    REQUIRE(write_file(index.store().directory_of(1) / "generation.json", "{"));
    CHECK(numbers(index.store()) == Numbers{2});
}

}  // namespace kb
