// The reader's language: which one, its plurals, its days.
#include <catch2/catch.hpp>

#include "server/language/accept_language.h"
#include "kb/base/local_day.h"
#include "server/language/numbers.h"
#include "server/language/plural.h"
#include "server/language/texts.h"

using namespace kb::server;
using namespace std::chrono;

namespace {

const std::vector<std::string> site = {"ru", "en"};

std::string chosen(std::string_view wish) {
    return std::string(negotiate_language(wish, site, "ru"));
}

}  // namespace

TEST_CASE("the wished language with the highest quality is chosen") {
    CHECK(chosen("en") == "en");
    CHECK(chosen("en-GB, ru;q=0.9") == "en");
    CHECK(chosen("ru;q=0.3, en;q=0.31") == "en");
    CHECK(chosen("de, fr;q=0.9, EN;q=0.1") == "en");
    CHECK(chosen("en;q=0.5, ru;q=0.5") == "en");
}

TEST_CASE("nothing wished, or nothing we have, is the language of the site") {
    CHECK(chosen("") == "ru");
    CHECK(chosen("de-DE, uk;q=0.9") == "ru");
    CHECK(chosen("en;q=0") == "ru");
    CHECK(chosen("*") == "ru");
}

TEST_CASE("a malformed wish is passed over") {
    CHECK(chosen("en;q=2, ru;q=0.1") == "ru");
    CHECK(chosen("en;q=abc") == "ru");
    CHECK(chosen(",,;;q=,=") == "ru");
    CHECK(chosen("english") == "ru");
    CHECK(chosen(std::string(100'000, ',')) == "ru");
}

TEST_CASE("nouns follow their number") {
    CHECK(plural_category("ru", 1) == "one");
    CHECK(plural_category("ru", 3) == "few");
    CHECK(plural_category("ru", 11) == "many");
    CHECK(plural_category("ru", 21) == "one");
    CHECK(plural_category("en", 1) == "one");
    CHECK(plural_category("en", 0) == "other");
}

TEST_CASE("a day begins at midnight where the readers are") {
    const std::int64_t evening = 1'780'261'200;  // 2026-05-31T21:00:00Z
    CHECK(kb::local_day(evening, "UTC") == 2026y / 5 / 31);
    CHECK(kb::local_day(evening, "Europe/Moscow") == 2026y / 6 / 1);
    CHECK(kb::local_day(evening, "Nowhere/At-All") == 2026y / 5 / 31);
}

TEST_CASE("the texts of the interface say the same in each language") {
    const auto texts = Texts::load();
    REQUIRE(texts);
    CHECK(texts->count("ru", "articles", 1) == "1 статья");
    CHECK(texts->count("ru", "articles", 22) == "22 статьи");
    CHECK(texts->count("ru", "articles", 12) == "12 статей");
    CHECK(texts->count("en", "articles", 2) == "2 articles");
    CHECK(texts->date("ru", 2026y / 5 / 31) == "31 мая 2026");
    CHECK(texts->date("en", 2026y / 5 / 31) == "May 31, 2026");
    CHECK(texts->get("de", "skip") == "Skip to content");
    CHECK(texts->language_name("de") == "Deutsch");
    CHECK(texts->language_name("xx") == "Xx");
}

TEST_CASE("a text that one language lacks is an error") {
    Texts texts;
    REQUIRE(texts.add("ru", "a: А\nb: {c: Б}\nn: {few: x, other: x}", "ru.yaml"));
    REQUIRE(texts.add("en", "a: A\nn: {other: x}", "en.yaml"));
    const auto complete = texts.check_complete();
    REQUIRE_FALSE(complete);
    CHECK(complete.error().what == "'ru' has 'b.c', 'en' has not");
}

TEST_CASE("values take the place of their names, whatever they hold") {
    Texts texts;
    REQUIRE(texts.add("en", "a: \"<{query}> {n} {unknown} {\"", "en.yaml"));
    CHECK(texts.format("en", "a", {{"query", "{n}"}, {"n", "7"}}) == "<{n}> 7  {");
}

TEST_CASE("numbers are written as the language writes them") {
    const auto texts = Texts::load();
    REQUIRE(texts);
    const Numbers english(*texts, "en"), russian(*texts, "ru");
    CHECK(english.whole(999) == "999");
    CHECK(english.whole(1234567) == "1,234,567");
    CHECK(russian.whole(12345) == "12\u00a0345");
    CHECK(english.whole(-1200) == "−1,200");
    CHECK(english.decimal(-0.04, 1) == "0.0");
    CHECK(russian.decimal(-1234.56, 1) == "−1\u00a0234,6");
    CHECK(english.percent(0.345) == "34.5\u00a0%");
    CHECK(russian.percent(1) == "100,0\u00a0%");
}

// Wilson's interval of 3 of 5, by Newcombe's formula.
TEST_CASE("a share is written with its interval, and of nothing there is none") {
    const auto texts = Texts::load();
    REQUIRE(texts);
    CHECK(Numbers(*texts, "en").share({3, 5}) == "60.0\u00a0% (23.1–88.2\u00a0%)");
    CHECK(Numbers(*texts, "ru").share({3, 5}) == "60,0\u00a0% (23,1–88,2\u00a0%)");
    CHECK(Numbers(*texts, "en").share({0, 0}).empty());
}
