#include <set>

#include <catch2/catch.hpp>

#include "dictionaries/derivation_families.h"
#include "kb/base/files.h"
#include "tests/world/must.h"

namespace kb {

namespace {

Error error_of(std::string_view text) {
    const Result<std::vector<Family>> families = parse_families("families.tsv", text);
    if (families) FAIL("this should have failed");
    return families.error();
}

}  // namespace

TEST_CASE("a family is a language and words, between comments and empty lines") {
    const auto families = test::must(parse_families("families.tsv",
                                                    "# payments\n\nru\tвернуть возврат\n"
                                                    "ru\tплатёж  оплата платить\r\n"
                                                    "en\tlogin log-in o'clock"));
    const std::vector<Family> expected = {{"ru", {"вернуть", "возврат"}},
                                          {"ru", {"платёж", "оплата", "платить"}},
                                          {"en", {"login", "log-in", "o'clock"}}};
    CHECK(families == expected);
}

TEST_CASE("a family of an unknown language is refused with its line") {
    const Error error = error_of("# a comment\nde\tzahlen zahlung\n");
    CHECK(error.at == Location{"families.tsv", 2});
    CHECK_THAT(error.what, Catch::Contains("'de'"));
    CHECK_THAT(error.hint, Catch::Contains("ru or en"));
    CHECK(error_of("ru вернуть возврат\n").at.line == 1);
}

TEST_CASE("a family needs two words") {
    CHECK(error_of("ru\tвернуть возврат\nru\tвернуть\n").at.line == 2);
    CHECK(error_of("en\t\n").at.line == 1);
    CHECK(error_of("en\n").at.line == 1);
}

TEST_CASE("a word of a family is in the language's script and in lower case") {
    CHECK_THAT(error_of("ru\tвернуть refund\n").what, Catch::Contains("'refund'"));
    CHECK_THAT(error_of("en\trefund возврат\n").what, Catch::Contains("'возврат'"));
    CHECK(error_of("ru\tвернуть Возврат\n").code == ErrorCode::invalid_content);
    CHECK(error_of("ru\tвернуть c\n").at == Location{"families.tsv", 1});
    CHECK(error_of("en\trefund Refunds\n").at == Location{"families.tsv", 1});
    CHECK(error_of("en\tlog in-\n").at == Location{"families.tsv", 1});
}

TEST_CASE("a word stands in a family once") {
    const Error error = error_of("ru\tвернуть возврат вернуть\n");
    CHECK_THAT(error.what, Catch::Contains("'вернуть'"));
    CHECK(error.at == Location{"families.tsv", 1});
}

TEST_CASE("our families are well formed, and none of their words stands in two") {
    const std::string path = OTVET_SOURCES "/dictionaries/derivation_families.tsv";
    const auto families = test::must(parse_families(path, test::must(read_file(path, 1 << 20))));
    std::set<std::string> seen;
    for (const Family& family : families) {
        for (const std::string& word : family.words) {
            INFO(word);
            CHECK(seen.insert(family.lang + word).second);
        }
    }
}

}  // namespace kb
