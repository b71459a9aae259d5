#include <catch2/catch.hpp>

#include "kb/text/added_words.h"

namespace kb {

TEST_CASE("lines of words.tsv are read, folded and sorted") {
    const auto result = parse_added_words("# names\nru\tСимка\tкарта\n\nen\tWB\tвайлдберриз\nen\tWi-Fi\twlan\nru\tсимка\tкарта\n", "words.tsv");
    CHECK(result.problems.empty());
    CHECK(result.words == std::vector<AddedWord>{{"en", "wb", "вайлдберриз"}, {"en", "wifi", "wlan"}, {"ru", "симка", "карта"}});
}

TEST_CASE("lines of words.tsv that say something else are reported with their place, and the others kept") {
    const auto result = parse_added_words("ru\tсимка\nru\tсим карта\tкарта\nru\tсимка\tдве карты\n\tсимка\tкарта\nru\tсимка\t\nru\tеда\tобед\n", "words.tsv");
    CHECK(result.words == std::vector<AddedWord>{{"ru", "еда", "обед"}});
    REQUIRE(result.problems.size() == 5);
    for (int i = 0; i < 5; ++i) {
        CHECK(result.problems[static_cast<std::size_t>(i)].at == Location{"words.tsv", i + 1, 1});
        CHECK(result.problems[static_cast<std::size_t>(i)].severity == Severity::error);
        CHECK_FALSE(result.problems[static_cast<std::size_t>(i)].hint.empty());
    }
    CHECK(result.problems[0].what == "2 fields instead of 3");
    CHECK(result.problems[1].what == "'сим карта' is not one word");
}

}  // namespace kb
