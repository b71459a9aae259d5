#include <algorithm>

#include <catch2/catch.hpp>

#include "kb/text/russian_dictionary.h"
#include "tests/world/dictionaries.h"

namespace kb {

namespace {

const RussianDictionary& russian() {
    static const auto dictionaries = test::dictionaries();
    return dictionaries->russian;
}

std::vector<std::string> words(const std::vector<Lemma>& lemmas) {
    std::vector<std::string> words;
    for (const Lemma& lemma : lemmas) words.push_back(lemma.word);
    return words;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("a Russian form has its lemma, with or without ё") {
    CHECK(words(russian().lemmas("заявок")) == Words{"заявка"});
    CHECK(words(russian().lemmas("шел")) == Words{"идти"});
    CHECK(words(russian().lemmas("шёл")) == Words{"идти"});
    CHECK(words(russian().lemmas("люди")) == Words{"человек"});
    CHECK(words(russian().lemmas("получше")).front() == "хороший");
}

TEST_CASE("every reading of a Russian form is there, the likely one first, and shares add up to one") {
    const auto readings = russian().readings("стали");
    CHECK(readings.front().lemma == "стать");
    CHECK(readings.front().likelihood > 0.9);
    CHECK(std::any_of(readings.begin(), readings.end(), [](const RussianReading& reading) { return reading.lemma == "сталь"; }));
    double sum = 0;
    for (const RussianReading& reading : readings) sum += reading.likelihood;
    CHECK(sum == Approx(1));
    CHECK(russian().tag(readings.front().tag).find("VERB") == 0);
}

TEST_CASE("a Russian word newer than the dictionary is judged by its ending") {
    CHECK(russian().lemmas("промокодом").empty());
    CHECK(words(russian().predicted_lemmas("промокодом")) == Words{"промокод"});
    CHECK(words(russian().predicted_lemmas("тикетов")) == Words{"тикет"});
    const auto verb = words(russian().predicted_lemmas("залогинился"));
    CHECK(std::find(verb.begin(), verb.end(), "залогиниться") != verb.end());
    CHECK(russian().predicted_lemmas("ъъъ").size() <= 10);
}

TEST_CASE("the forms of a Russian word can be listed from any of them") {
    const auto readings = russian().readings("счетов");
    REQUIRE_FALSE(readings.empty());
    std::vector<std::string> forms;
    for (const auto& [form, tag] : russian().forms("счетов", readings.front())) {
        forms.push_back(form);
        CHECK_FALSE(russian().tag(tag).empty());
    }
    for (const char* form : {"счёт", "счёта", "счетами"}) {
        CAPTURE(form);
        CHECK((std::find(forms.begin(), forms.end(), form) != forms.end() || forms.front() != "счёт"));
    }
}

TEST_CASE("what is no Russian word has no readings") {
    for (const char* word : {"", "hello", "їжак", "12", "-", "сл\xD0", "ЗАГЛАВНЫЕ"}) {
        CAPTURE(word);
        CHECK(russian().lemmas(word).empty());
        CHECK(russian().readings(word).empty());
    }
}

TEST_CASE("derivation goes both ways") {
    const auto from_verb = russian().derived("оплатить"), from_noun = russian().derived("оплата");
    CHECK(std::find(from_verb.begin(), from_verb.end(), "оплата") != from_verb.end());
    CHECK(std::find(from_noun.begin(), from_noun.end(), "оплатить") != from_noun.end());
    CHECK(russian().derived("купить") != russian().derived("купать"));
    const auto buy = russian().derived("купить");
    CHECK(std::find(buy.begin(), buy.end(), "купать") == buy.end());
    CHECK(russian().derived("нетакогослова").empty());
}

}  // namespace kb
