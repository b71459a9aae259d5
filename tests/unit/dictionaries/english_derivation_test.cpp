#include <algorithm>

#include <catch2/catch.hpp>

#include "dictionaries/english_derivation.h"

namespace kb {

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

// Pairs of one derivation from a verb or an adjective to a noun.
Pairs pairs_of(unsigned part, const std::string& word, const std::string& noun) {
    WordNet words;
    words.derivations = {{word, noun, part, 0}};
    return derive(words);
}

bool verb_pairs(const std::string& verb, const std::string& noun) {
    return pairs_of(1, verb, noun) == Pairs{{verb, noun}};
}

bool adjective_pairs(const std::string& adjective, const std::string& noun) {
    return pairs_of(2, adjective, noun) == Pairs{{adjective, noun}};
}

}  // namespace

TEST_CASE("an English verb pairs with the noun of its action") {
    CHECK(verb_pairs("pay", "payment"));
    CHECK(verb_pairs("cancel", "cancellation"));
    CHECK(verb_pairs("verify", "verification"));
    CHECK(verb_pairs("subscribe", "subscription"));
    CHECK(verb_pairs("deliver", "delivery"));
    CHECK(verb_pairs("renew", "renewal"));
    CHECK(verb_pairs("refer", "referral"));
    CHECK(verb_pairs("deny", "denial"));
    CHECK(verb_pairs("close", "closure"));
    CHECK(verb_pairs("solve", "solution"));
    CHECK(verb_pairs("insure", "insurance"));
}

TEST_CASE("an English adjective pairs with the noun of its quality") {
    CHECK(adjective_pairs("available", "availability"));
    CHECK(adjective_pairs("secure", "security"));
    CHECK(adjective_pairs("different", "difference"));
    CHECK(adjective_pairs("frequent", "frequency"));
    CHECK(adjective_pairs("helpful", "helpfulness"));
}

TEST_CASE("an English verb does not pair with who does it, with what, or with its own form") {
    CHECK_FALSE(verb_pairs("pay", "payer"));
    CHECK_FALSE(verb_pairs("pay", "payee"));
    CHECK_FALSE(verb_pairs("cancel", "canceller"));
    CHECK_FALSE(verb_pairs("collect", "collector"));
    CHECK_FALSE(verb_pairs("apply", "applicant"));
    CHECK_FALSE(verb_pairs("specialize", "specialist"));
    CHECK_FALSE(verb_pairs("bake", "bakery"));
    CHECK_FALSE(verb_pairs("build", "building"));
}

TEST_CASE("English words far from each other make no pair") {
    CHECK_FALSE(verb_pairs("go", "transition"));
    CHECK_FALSE(verb_pairs("paginate", "page"));
    CHECK_FALSE(verb_pairs("install", "installment"));
    CHECK_FALSE(verb_pairs("recreate", "recreation"));
    CHECK_FALSE(verb_pairs("organize", "organisation"));
    CHECK_FALSE(adjective_pairs("current", "currency"));
    CHECK_FALSE(adjective_pairs("public", "publicity"));
}

TEST_CASE("an English derivation that is stated in both directions makes one pair, the verb first") {
    WordNet words;
    words.derivations = {{"payment", "pay", 0, 1}, {"pay", "payment", 1, 0}, {"pay", "payable", 1, 2}};
    CHECK(derive(words) == Pairs{{"pay", "payment"}});
}

}  // namespace kb
