#include "kb/check/readability.h"

#include <catch2/catch.hpp>

namespace kb {

namespace {

std::optional<Readability> measured(const std::string& text, std::string_view lang) {
    const Prose prose = read_prose(text, 0);
    return measure_readability(prose, words_in(prose.text), lang);
}

std::string repeated(std::string_view sentence, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text.append(sentence).append(" ");
    return text + "\n";
}

}  // namespace

TEST_CASE("syllables are counted as each language speaks them") {
    CHECK(count_syllables("молоко") == 3);
    CHECK(count_syllables("в") == 1);
    CHECK(count_syllables("ёлка") == 2);
    CHECK(count_syllables("make") == 1);
    CHECK(count_syllables("table") == 2);
    CHECK(count_syllables("readability") == 5);
    CHECK(count_syllables("signed") == 1);
    CHECK(count_syllables("started") == 2);
}

TEST_CASE("the formulas are those that were published") {
    // Five words and eight syllables in each sentence.
    const auto english = measured(repeated("Open the page of settings.", 30), "en");
    REQUIRE(english);
    CHECK(english->words == 150);
    CHECK(english->words_in_sentence == Approx(5));
    CHECK(english->ease == Approx(206.835 - 1.015 * 5 - 84.6 * english->syllables_in_word));
    // Three words and nine syllables.
    const auto russian = measured(repeated("Откройте страницу настроек.", 40), "ru");
    REQUIRE(russian);
    CHECK(russian->syllables_in_word == Approx(3));
    CHECK(russian->ease == Approx(206.835 - 1.3 * 3 - 60.1 * 3));
}

TEST_CASE("what is no sentence is not measured, nor are a few words") {
    CHECK_FALSE(measured("Three words only.", "en"));
    CHECK_FALSE(measured(repeated("- an item of a list\n", 60), "en"));
    CHECK_FALSE(measured(repeated("Langer Text.", 90), "de"));
}

TEST_CASE("points within abbreviations and numbers end no sentence") {
    const auto found = measured(repeated("Цена, т. е. сумма в 1.5 тыс. рублей, указана.", 30), "ru");
    REQUIRE(found);
    CHECK(found->longest == 8);
}

}  // namespace kb
