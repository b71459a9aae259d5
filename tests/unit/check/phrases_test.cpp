#include "kb/check/phrases.h"

#include <catch2/catch.hpp>

#include "kb/check/prose.h"
#include "kb/check/terms.h"
#include "tests/world/dictionaries.h"
#include "tests/world/reported.h"

namespace kb {

namespace {

std::vector<std::string> found(const std::vector<OffPuttingPhrase>& phrases, const std::string& text, std::string_view lang) {
    const OffPuttingPhrases finder(test::dictionaries(), phrases);
    const Prose prose = read_prose(text, 0);
    std::vector<std::string> all;
    for (const FoundPhrase& each : finder.find(prose.text, words_in(prose.text), lang)) all.push_back(text.substr(each.begin, each.end - each.begin));
    return all;
}

using Found = std::vector<std::string>;

}  // namespace

TEST_CASE("every site knows the phrases that put customers off") {
    CHECK(built_in_phrases().size() > 60);
    for (const OffPuttingPhrase& phrase : built_in_phrases()) {
        INFO(phrase.text);
        CHECK((phrase.lang == "ru" || phrase.lang == "en"));
        CHECK_FALSE(phrase.instead.empty());
        CHECK(found(built_in_phrases(), phrase.text, phrase.lang).size() == 1);
    }
    CHECK(found(built_in_phrases(), "Мы **попробуем\nразобраться** с этим.", "ru") == Found{"попробуем\nразобраться"});
    CHECK(found(built_in_phrases(), "Если вы неправильно ввели код", "ru") == Found{"вы неправильно"});
    CHECK(found(built_in_phrases(), "мы работаем только письменно", "en") == Found{});
    CHECK(found(built_in_phrases(), "Попробуем. Разобраться можно `вы неправильно`.", "ru") == Found{});
}

TEST_CASE("a word with * behind it counts in any form") {
    const auto read = parse_phrases("ru\tвозникла* ошибка*\tназовите её\n*\tactually*\n", "phrases.tsv");
    REQUIRE(read.phrases.size() == 2);
    CHECK(found({{"ru", "проблема* возникать*", ""}}, "Проблемы возникают", "ru") == Found{"Проблемы возникают"});
    CHECK(found({{"en", "fail* to", ""}}, "It failed to start", "en") == Found{"failed to"});
}

TEST_CASE("a line of phrases that says nothing is reported and left out") {
    const auto read = parse_phrases("ru\n\tфраза\nru\t \nru\tфраза\tтак\tи так\nru\tфраза\n", "phrases.tsv");
    CHECK(read.phrases.size() == 1);
    CHECK(read.problems.size() == 4);
}

TEST_CASE("terms are read, and entries that say nothing are reported") {
    const auto read = parse_terms("- avoid: [юзер, usr]\n  use: пользователь\n  reason: по-русски\n- avoid: app\n- use: x\n- avoid: [a]\n  ues: b\n- word\n", "terms.yaml");
    REQUIRE(read.terms.size() == 3);
    CHECK(read.terms[0] == AvoidedTerm{{"юзер", "usr"}, "пользователь", "", "по-русски", 1});
    CHECK(test::reported(read.problems) == std::vector<std::string>{"error: terms.yaml:5:3: no words to avoid; write avoid: [one, another]",
                                                                    "error: terms.yaml:7:3: unknown field 'ues'; did you mean 'use'?",
                                                                    "error: terms.yaml:8:3: not an entry; write - avoid: [one, another] and use: better below it"});
    CHECK(parse_terms("avoid: x\n", "terms.yaml").problems.size() == 1);
    CHECK(parse_terms("", "terms.yaml").problems.empty());
}

}  // namespace kb
