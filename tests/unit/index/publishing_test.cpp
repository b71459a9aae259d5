#include <catch2/catch.hpp>

#include "kb/base/files.h"
#include "kb/index/publishing.h"
#include "tests/world/must.h"
#include "tests/world/scratch_folder.h"

namespace kb::test {

namespace {

PublishingStatus a_refusal() {
    PublishingStatus status;
    status.state = PublishingStatus::State::refused;
    status.since = 1'800'000'000;
    status.at = 1'800'000'100;
    status.by = "watch";
    status.generation = 7;
    status.commit = "0123456789";
    status.reason = "expectations";
    status.what = "«what»";
    status.hint = "hint";
    status.errors = 2;
    status.problems = {{{"ru/a.md", 3, 1}, Severity::error, "unknown-field", "unknown", "correct it"}};
    status.failing = 1;
    ExpectedRank rank{4, "возврат", "ru", "refund|receipt", 2, false, 1, {}, true, {{RankCause::Kind::above, RankCause::Change::changed, "ru/b.md", 1}}};
    status.expectations = {rank};
    return status;
}

}  // namespace

TEST_CASE("a publishing status is read as it was written") {
    const ScratchFolder folder;
    const PublishingStatus status = a_refusal();
    REQUIRE(write_publishing_status(folder.path(), status));
    const auto read = read_publishing_status(folder.path());
    REQUIRE(read);
    CHECK(*read == status);
}

TEST_CASE("a publishing status that is missing, cut off or of another version is none") {
    const ScratchFolder folder;
    CHECK_FALSE(read_publishing_status(folder.path()));
    REQUIRE(write_publishing_status(folder.path(), a_refusal()));
    const auto text = must(read_file(publishing_status_file(folder.path()), 1 << 20));
    REQUIRE(write_file(publishing_status_file(folder.path()), text.substr(0, text.size() / 2)));
    CHECK_FALSE(read_publishing_status(folder.path()));
    REQUIRE(write_file(publishing_status_file(folder.path()), "{\"version\": 99}"));
    CHECK_FALSE(read_publishing_status(folder.path()));
}

TEST_CASE("one follows an index at a time, and others can tell") {
    const ScratchFolder folder;
    CHECK_FALSE(read_watching(folder.path()).was_ever);
    {
        const auto lock = must(WatchLock::take(folder.path()));
        CHECK(read_watching(folder.path()).is_running);
        CHECK(code_of(WatchLock::take(folder.path())) == ErrorCode::busy);
    }
    CHECK(read_watching(folder.path()).was_ever);
    CHECK_FALSE(read_watching(folder.path()).is_running);
    CHECK(WatchLock::take(folder.path()));
}

}  // namespace kb::test
