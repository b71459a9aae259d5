#include <catch2/catch.hpp>

#include "indexer/expectations.h"
#include "tests/indexer/built_index.h"

namespace kb::test {

TEST_CASE("an expectation passes when one of its slugs stands high enough") {
    BuiltIndex built;
    built.content.write("en/refund.md", "---\ntitle: Refund\n---\nMoney comes back in five days.\n");
    built.content.write("en/receipt.md", "---\ntitle: Receipt\n---\nMoney and documents.\n");
    built.build();
    const auto expectations = must(parse_expectations("e.tsv",
                                                      "# a comment\n\n"
                                                      "refund\ten\trefund\t1\n"
                                                      "receipt\ten\tother|receipt\t1\n"
                                                      "zebra\ten\t-\t1\n"
                                                      "receipt\ten\trefund\t1\n"
                                                      "money\ten\t-\t1\n"));
    const auto outcomes = must(check_expectations(Searcher(built.snapshot()), expectations, Audience::customers));
    std::vector<bool> passed;
    for (const Outcome& outcome : outcomes) passed.push_back(outcome.passed);
    REQUIRE(passed == std::vector<bool>{true, true, true, false, false});
    REQUIRE(outcomes[3].what == "'receipt' does not find refund");
}

TEST_CASE("a line that is no expectation is refused with its place") {
    const auto expectations = parse_expectations("e.tsv", "refund\ten\trefund\t1\nrefund en refund 1\n");
    REQUIRE(code_of(expectations) == ErrorCode::invalid_content);
    REQUIRE(expectations.error().at == Location{"e.tsv", 2, 1});
}

}  // namespace kb::test
