#include "kb/check/rules.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/world/scratch_folder.h"

namespace kb {

TEST_CASE("the documentation says of every rule what it is and how grave") {
    const std::string text = test::content_of(std::string(OTVET_SOURCES) + "/docs/checks.md");
    for (const CheckRule& rule : check_rules()) {
        INFO(rule.name);
        const std::string row = fmt::format("| `{}` | {}", rule.name, rule.severity == Severity::error ? "error" : "warning");
        CHECK(text.find(row) != std::string::npos);
        CHECK(find_rule(rule.name) == &rule);
        CHECK_FALSE(rule.help.empty());
    }
}

TEST_CASE("a mistyped rule is guessed") {
    CHECK(find_rule("dead-lnk") == nullptr);
    CHECK(hint_for_rule("dead-lnk") == "did you mean 'dead-link'?");
    CHECK(hint_for_rule("nothing-like-it") == "kb-indexer check --rules lists them");
}

}  // namespace kb
