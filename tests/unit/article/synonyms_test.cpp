#include <set>

#include <catch2/catch.hpp>

#include "kb/article/synonyms.h"

namespace kb {

TEST_CASE("synonyms are read, between comments and blank lines") {
    const SynonymsResult read = parse_synonyms("# ours\n\nru\t=\tкурьер\tдоставщик\n*\t>\tsim\tphone number\tномер\t\t\r\n", "synonyms.tsv");
    CHECK(read.problems.empty());
    CHECK(read.rules == std::vector<SynonymRule>{{"ru", true, {"курьер", "доставщик"}}, {"*", false, {"sim", "phone number", "номер"}}});
}

TEST_CASE("a line that says something else is reported with its number and left out") {
    const SynonymsResult read = parse_synonyms("ru\t=\tодин\nru\t~\tодин\tдва\n\t=\tодин\tдва\nru\t=\tодин\t \tдва\nru\t=\tодин\tдва\n", "synonyms.tsv");
    CHECK(read.rules.size() == 1);
    REQUIRE(read.problems.size() == 4);
    for (int i = 0; i < 4; ++i) CHECK(read.problems[static_cast<std::size_t>(i)].at.line == i + 1);
    CHECK_THAT(read.problems[1].what, Catch::Contains("'~'"));
}

TEST_CASE("the common abbreviations are well-formed") {
    CHECK(common_abbreviations().size() > 40);
    std::set<std::string> first;
    for (const SynonymRule& rule : common_abbreviations()) {
        CHECK(rule.phrases.size() > 1);
        CHECK((rule.lang == "ru" || rule.lang == "en"));
    }
}

}  // namespace kb
