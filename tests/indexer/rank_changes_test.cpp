#include <catch2/catch.hpp>

#include "indexer/asked_searches.h"
#include "indexer/rank_changes.h"
#include "kb/base/files.h"
#include "tests/indexer/built_index.h"

namespace kb::test {

namespace {

using Kind = RankCause::Kind;
using Change = RankCause::Change;

constexpr const char* refund = "---\ntitle: Refund\n---\nMoney comes back in five days.\n";

// Of the last generation, held against the one before.
RankChanges changes_of(BuiltIndex& built, GenerationNumber before, std::string_view lines) {
    const auto expectations = must(parse_expectations("e.tsv", lines));
    const auto folder = [&](GenerationNumber number) { return built.index() / generation_name(number); };
    return must(find_rank_changes(folder(before + 1), folder(before), test::dictionaries(), expectations, Audience::customers));
}

}  // namespace

TEST_CASE("an answer that another article moved down is shown with that article") {
    BuiltIndex built;
    built.content.write("en/refund.md", refund);
    built.content.write("en/other.md", "---\ntitle: Other\n---\nWords.\n");
    built.build();
    built.content.write("en/points.md", "---\ntitle: Refund\nquestions: [refund]\n---\nRefund of points.\n");
    built.build();
    const auto changes = changes_of(built, 1, "refund\ten\trefund\t1\nother\ten\tother\t1\n");
    CHECK(changes.before == 1u);
    CHECK(changes.passed == 1);
    CHECK(changes.failed == 1);
    REQUIRE(changes.lines.size() == 1);
    const ExpectedRank& line = changes.lines.front();
    CHECK(line.before == 1u);
    CHECK(line.after == 2u);
    CHECK(line.causes == std::vector<RankCause>{{Kind::above, Change::added, "en/points.md", 1}});
    CHECK(to_string(line) == "1 → 2: en/points.md (added) stands at 1");
}

TEST_CASE("an answer that is gone is shown with its own article") {
    BuiltIndex built;
    built.content.write("en/refund.md", refund);
    built.content.write("en/other.md", "---\ntitle: Other\n---\nWords.\n");
    built.build();
    built.content.write("en/refund.md", "---\ntitle: Nothing\n---\nNothing here any more.\n");
    built.build();
    const auto changes = changes_of(built, 1, "refund\ten\trefund\t1\n");
    REQUIRE(changes.lines.size() == 1);
    CHECK_FALSE(changes.lines.front().after);
    CHECK(changes.lines.front().causes == std::vector<RankCause>{{Kind::itself, Change::changed, "en/refund.md", 0}});
    CHECK(to_string(changes.lines.front()) == "1 → not found: en/refund.md (changed)");
}

TEST_CASE("an answer that a table moved is shown with the table") {
    BuiltIndex built;
    built.content.write("en/refund.md", refund);
    built.content.write("en/points.md", "---\ntitle: Points\n---\nA refund of points.\n");
    built.build();
    built.content.write("pins.tsv", "en\trefund\tpoints\n");
    built.build();
    const auto changes = changes_of(built, 1, "refund\ten\trefund\t2\n");
    CHECK(changes.failed == 0);
    REQUIRE(changes.lines.size() == 1);
    CHECK(changes.lines.front().passes);
    CHECK(changes.lines.front().causes == std::vector<RankCause>{{Kind::table, Change::changed, "pins.tsv", 0}});
}

TEST_CASE("ranks are compared with what was found at publishing, and asked again where that cannot be read") {
    BuiltIndex built;
    built.content.write("en/refund.md", refund);
    built.build();
    built.content.write("en/other.md", "---\ntitle: Other\n---\nWords.\n");
    built.build();
    const auto first = built.index() / generation_name(1);
    const auto expectations = must(parse_expectations("e.tsv", "refund\ten\trefund\t1\n"));
    must(remember_searches(first, {judge(expectations[0], {"points", "refund"})}));
    const auto moved = changes_of(built, 1, "refund\ten\trefund\t1\n");
    REQUIRE(moved.lines.size() == 1);
    CHECK(moved.lines.front().before == 2u);
    CHECK(changes_of(built, 1, "refund\ten\trefund\t1\nmoney\ten\trefund\t1\n").lines.empty());  // not all of them are remembered
    must(write_file(first / "asked.json", "{\"en"));
    CHECK(changes_of(built, 1, "refund\ten\trefund\t1\n").lines.empty());
}

TEST_CASE("what did not move and passes is not listed, and without another generation nothing has moved") {
    BuiltIndex built;
    built.content.write("en/refund.md", refund);
    built.build();
    const auto expectations = must(parse_expectations("e.tsv", "refund\ten\trefund\t1\nrefund\ten\tother\t1\n"));
    const auto changes = must(find_rank_changes(built.index() / generation_name(1), {}, test::dictionaries(), expectations, Audience::customers));
    CHECK_FALSE(changes.before);
    REQUIRE(changes.lines.size() == 1);
    CHECK_FALSE(changes.lines.front().is_compared);
    CHECK_FALSE(changes.lines.front().has_moved());
}

}  // namespace kb::test
