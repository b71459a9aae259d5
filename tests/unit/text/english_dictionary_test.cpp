#include <algorithm>

#include <catch2/catch.hpp>

#include "kb/text/english_dictionary.h"
#include "tests/world/dictionaries.h"

namespace kb {

namespace {

std::vector<std::string> lemmas(std::string_view word) {
    std::vector<std::string> words;
    double sum = 0;
    const auto dictionaries = test::dictionaries();
    for (const Lemma& lemma : dictionaries->english.lemmas(word)) {
        words.push_back(lemma.word);
        sum += lemma.likelihood;
    }
    if (!words.empty()) CHECK(sum == Approx(1));
    return words;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("irregular English forms have their words") {
    CHECK(lemmas("went") == Words{"go"});
    CHECK(lemmas("children") == Words{"child"});
    CHECK(lemmas("paid").front() == "pay");
    CHECK(lemmas("people") == Words{"person", "people"});
    CHECK(lemmas("left").size() == 2);
}

TEST_CASE("regular English forms have their words") {
    CHECK(lemmas("refunded") == Words{"refund"});
    CHECK(lemmas("boxes") == Words{"box"});
    CHECK(lemmas("replies") == Words{"reply"});
    CHECK(lemmas("charged").front() == "charge");
    CHECK(lemmas("faster") == Words{"fast", "faster"});
    CHECK(lemmas("quickest") == Words{"quick", "quickest"});
}

TEST_CASE("rules make no word of one that is not spelled so") {
    CHECK(lemmas("sites") == Words{"site"});
    CHECK(lemmas("address") == Words{"address"});
    CHECK(lemmas("rated").front() == "rate");
    const auto rating = lemmas("rating");
    CHECK(std::find(rating.begin(), rating.end(), "rat") == rating.end());
}

TEST_CASE("what English dictionaries do not have has no lemma") {
    for (const char* word : {"", "s", "qwertyish", "слово", "ing"}) {
        CAPTURE(word);
        CHECK(lemmas(word).size() <= 1);
    }
    CHECK(lemmas("qwertyish").empty());
}

TEST_CASE("English derivations are there") {
    const auto dictionaries = test::dictionaries();
    const auto derived = dictionaries->english.derived("cancel");
    CHECK(std::find(derived.begin(), derived.end(), "cancellation") != derived.end());
    CHECK(dictionaries->english.derived("qwertyish").empty());
}

}  // namespace kb
