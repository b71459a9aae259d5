#include "kb/check/avoided_words.h"

#include <catch2/catch.hpp>

#include "kb/base/tsv.h"
#include "kb/check/prose.h"
#include "tests/world/dictionaries.h"
#include "tests/world/scratch_folder.h"

namespace kb {

namespace {

std::vector<AvoidedWord> find(const AvoidedWords& words, const std::string& text, std::string_view lang = "ru") {
    const Prose prose = read_prose(text, 0);
    return words.find(prose.text, words_in(prose.text), lang);
}

}  // namespace

TEST_CASE("a word to avoid is found in any form, and the better one is said in the same form") {
    std::size_t lines = 0;
    each_table_line(test::content_of(std::string(OTVET_SOURCES) + "/tests/unit/check/inflection.tsv"), [&](int number, std::string_view line) {
        const auto fields = split(line, '\t');
        REQUIRE(fields.size() == 4);
        const AvoidedWords words(test::dictionaries(), {{{std::string(fields[0])}, std::string(fields[1]), "", "", 1}});
        const auto found = find(words, std::string(fields[2]));
        INFO(number << ": " << line);
        CHECK((found.empty() ? "-" : found.front().better) == fields[3]);
        CHECK(found.size() <= 1);
        ++lines;
    });
    CHECK(lines >= 60);
}

TEST_CASE("a term counts in articles of its language only") {
    const AvoidedWords words(test::dictionaries(), {{{"app"}, "application", "en", "", 1}});
    CHECK(find(words, "the app", "en").size() == 1);
    CHECK(find(words, "the app", "ru").empty());
}

TEST_CASE("of two words to avoid the longer phrase counts") {
    const AvoidedWords words(test::dictionaries(), {{{"кабинет"}, "раздел", "", "", 1}, {{"личный кабинет"}, "профиль", "", "", 2}});
    const auto found = find(words, "В личном кабинете и в кабинете");
    REQUIRE(found.size() == 2);
    CHECK(found[0].better == "профиле");
    CHECK(found[1].better == "разделе");
}

TEST_CASE("a word to avoid without a better one is found, too") {
    const AvoidedWords words(test::dictionaries(), {{{"инновационный"}, "", "", "", 1}});
    const auto found = find(words, "Инновационные решения");
    REQUIRE(found.size() == 1);
    CHECK(found[0].better.empty());
}

}  // namespace kb
