#include <algorithm>
#include <set>
#include <thread>

#include <catch2/catch.hpp>

#include "kb/text/analyzer.h"
#include "tests/world/dictionaries.h"

namespace kb {

namespace {

std::vector<Term> terms(std::string_view word, const Analyzer& analyzer = test::analyzer()) {
    const auto analyzed = analyzer.analyze(word);
    REQUIRE_FALSE(analyzed.empty());
    return analyzed[0].terms;
}

std::set<std::string> words_of(Tier tier, const std::vector<Term>& terms) {
    std::set<std::string> words;
    for (const Term& term : terms) {
        if (term.tier == tier) words.insert(term.word);
    }
    return words;
}

std::set<std::string> lemmas(std::string_view word, const Analyzer& analyzer = test::analyzer()) {
    return words_of(Tier::lemma, terms(word, analyzer));
}

bool meet(std::string_view one, std::string_view other, Tier tier = Tier::lemma) {
    const auto a = words_of(tier, terms(one)), b = words_of(tier, terms(other));
    return std::any_of(a.begin(), a.end(), [&](const std::string& word) { return b.count(word) != 0; });
}

double weight(std::string_view word, std::string_view lemma) {
    for (const Term& term : terms(word)) {
        if (term.tier == Tier::lemma && term.word == lemma) return term.weight;
    }
    return 0;
}

}  // namespace

TEST_CASE("forms of one word meet in a lemma") {
    using Pair = std::pair<std::string_view, std::string_view>;
    for (const auto& [one, other] : std::initializer_list<Pair>{
             {"скидка", "скидок"},   {"заявка", "заявок"},       {"деньги", "денег"},     {"войти", "вошёл"},
             {"человек", "люди"},    {"промокод", "промокодом"}, {"тикет", "тикетов"},    {"залогиниться", "залогинился"},
             {"оплатить", "оплачено"}, {"идти", "шёл"},          {"платёж", "ПЛАТЕЖАМИ"}, {"went", "go"},
             {"paid", "pay"},        {"children", "child"},      {"people", "person"},    {"customers'", "customer"},
             {"cancelled", "canceled"}, {"shipping", "shipped"}, {"boxes", "box"}}) {
        CAPTURE(one, other);
        CHECK(meet(one, other));
    }
}

TEST_CASE("words that look alike and mean something else do not meet in a lemma") {
    using Pair = std::pair<std::string_view, std::string_view>;
    for (const auto& [one, other] : std::initializer_list<Pair>{
             {"почта", "почти"}, {"цена", "ценный"}, {"часть", "часто"}, {"стать", "статья"}, {"номер", "номинал"},
             {"sit", "sites"},   {"ass", "as"},      {"planing", "plan"}, {"gal", "gall"},    {"be", "bees"}}) {
        CAPTURE(one, other);
        CHECK_FALSE(meet(one, other));
    }
}

TEST_CASE("ways of spelling one word meet") {
    CHECK(meet("кэшбэк", "кешбека"));
    CHECK(meet("аккаунт", "акаунтов"));
    CHECK(meet("шел", "шёл"));
    CHECK(meet("спасибоооо", "спасибо"));
    CHECK(meet("sooooo", "so"));
    CHECK(meet("adress", "address", Tier::recall));
}

TEST_CASE("the exact form comes first, then lemmas by likelihood, then stems") {
    const auto found = terms("Стали");
    CHECK(found.front() == Term{Tier::exact, "стали", 1});
    CHECK(found.front().text() == "Xстали");
    CHECK(found[1] == Term{Tier::lemma, "стать", 1});
    CHECK(std::is_sorted(found.begin(), found.end(), [](const Term& a, const Term& b) {
        const auto order = [](Tier tier) { return tier == Tier::exact ? 0 : tier == Tier::lemma ? 1 : 2; };
        return order(a.tier) < order(b.tier);
    }));
}

TEST_CASE("a reading that is hardly meant weighs little, and an even choice weighs alike") {
    CHECK(weight("стали", "стать") == 1);
    CHECK(weight("стали", "сталь") > 0);
    CHECK(weight("стали", "сталь") < 0.1);
    CHECK(weight("saw", "see") == 1);
    CHECK(weight("saw", "saw") < 0.5);
    for (const char* word : {"стали", "мыла", "saw", "печь", "кешбэками"}) {
        for (const Term& term : terms(word)) {
            CHECK(term.weight > 0);
            CHECK(term.weight <= 1);
        }
    }
}

TEST_CASE("numbers, codes and other languages are found as written only") {
    for (const char* word : {"404", "2fa", "їжак", "оплачаўся", "қазақ", "中"}) {
        CAPTURE(word);
        const auto found = terms(word);
        CHECK(found.size() == 1);
        CHECK(found[0].tier == Tier::exact);
    }
}

TEST_CASE("a word that a site adds is a form of what the site says") {
    const Analyzer analyzer = test::analyzer({{"ru", "симка", "карта"}, {"ru", "wb", "вайлдберриз"}, {"en", "thingy", "wi-fi"}});
    CHECK(lemmas("симка", analyzer) == std::set<std::string>{"карта"});
    CHECK(lemmas("симками", analyzer).count("карта") == 1);  // its other forms, too
    CHECK(lemmas("симками", analyzer).count("симка") == 1);
    CHECK(lemmas("wb", analyzer) == lemmas("вайлдберриз", analyzer));
    CHECK(lemmas("thingy", analyzer).count("wifi") == 1);
    CHECK(lemmas("карта", analyzer) == lemmas("карта"));
}

TEST_CASE("derived words are one step away") {
    const Analyzer analyzer = test::analyzer();
    const auto derived = [&](std::string_view word) {
        std::set<std::string> found;
        for (const Term& term : terms(word)) {
            for (const Term& other : analyzer.derived(term)) found.insert(other.word);
        }
        return found;
    };
    CHECK(derived("оплатить").count("оплата") == 1);
    CHECK(derived("оплатить").count("оплачивать") == 1);
    CHECK(derived("вернули").count("возврат") == 1);
    CHECK(derived("возврата").count("вернуть") == 1);
    CHECK(derived("аккаунтами").empty());
    CHECK(derived("cancelled").count("cancellation") == 1);
    CHECK(derived("payments").count("pay") == 1);
    CHECK(derived("404").empty());
}

TEST_CASE("every token has a term") {
    for (const AnalyzedToken& token : test::analyzer().analyze("Wi-Fi на 24/7, user@example.com — ёж 中文 don't ъъъ eeee")) {
        REQUIRE_FALSE(token.terms.empty());
        for (const Term& term : token.terms) CHECK_FALSE(term.word.empty());
    }
}

TEST_CASE("threads analyze alike") {
    const Analyzer analyzer = test::analyzer();
    const std::string text = "Возвраты платежей customers' payments";
    const auto expected = analyzer.analyze(text);
    std::vector<std::thread> threads;
    std::vector<int> equal(4);
    for (std::size_t i = 0; i < equal.size(); ++i)
        threads.emplace_back([&, i] {
            bool same = true;
            for (int round = 0; round < 200; ++round) {
                const auto found = analyzer.analyze(text);
                for (std::size_t t = 0; t < found.size(); ++t)
                    same = same && found[t].terms == expected[t].terms && found[t].token == expected[t].token;
            }
            equal[i] = same;
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(equal == std::vector<int>{1, 1, 1, 1});
}

TEST_CASE("the analyzer is identified by its name, its version and its dictionaries") {
    const std::string name = std::string(analyzer_name) + " " + std::to_string(analyzer_version) + " ";
    CHECK(test::analyzer().id() == name + test::dictionaries()->id());
}

}  // namespace kb
