#include <thread>

#include <catch2/catch.hpp>

#include "kb/text/analyzer.h"

namespace kb {

namespace {

std::vector<Term> terms(std::string_view word) {
    const auto analyzed = Analyzer().analyze(word);
    REQUIRE(analyzed.size() == 1);
    return analyzed[0].terms;
}

std::string key(std::string_view word) {
    return terms(word).back().text();
}

}  // namespace

TEST_CASE("forms of a word share their broadest term") {
    CHECK(key("деньгами") == key("деньгам"));
    CHECK(key("оплата") == key("ОПЛАТУ"));
    CHECK(key("платёж") == key("платежи"));
    CHECK(key("возвраты") == key("возврат"));
    CHECK(key("payments") == key("Payment"));
    CHECK(key("customer's") == key("customers"));
    CHECK(key("оплата") != key("отмена"));
}

TEST_CASE("the exact form comes first") {
    CHECK(terms("Платежи").front() == Term{Tier::exact, "платежи"});
    CHECK(terms("Платежи").front().text() == "Xплатежи");
}

TEST_CASE("numbers, codes and other languages are found as written only") {
    for (const char* word : {"404", "e404", "їжак", "қазақ", "中"}) {
        const auto found = terms(word);
        CHECK(found.size() == 1);
        CHECK(found[0].tier == Tier::exact);
    }
}

TEST_CASE("every token has a term, and keys are hashes of the broadest") {
    for (const AnalyzedToken& token : Analyzer().analyze("Wi-Fi на 24/7, user@example.com — ёж 中文 don't")) {
        REQUIRE_FALSE(token.terms.empty());
        CHECK(token.key() == token.terms.back());
        CHECK(token.key_hash() == fnv1a_32(token.key().text()));
        for (const Term& term : token.terms) CHECK_FALSE(term.word.empty());
    }
}

TEST_CASE("threads analyze alike") {
    const std::string text = "Возвраты платежей customers' payments";
    const auto expected = Analyzer().analyze(text);
    std::vector<std::thread> threads;
    std::vector<int> equal(4);
    for (std::size_t i = 0; i < equal.size(); ++i)
        threads.emplace_back([&, i] {
            bool same = true;
            for (int round = 0; round < 200; ++round) {
                const auto found = Analyzer().analyze(text);
                for (std::size_t t = 0; t < found.size(); ++t)
                    same = same && found[t].terms == expected[t].terms && found[t].token == expected[t].token;
            }
            equal[i] = same;
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(equal == std::vector<int>{1, 1, 1, 1});
}

TEST_CASE("the analyzer's name and version identify it") {
    CHECK(analyzer_id() == std::string(analyzer_name) + " " + std::to_string(analyzer_version));
}

}  // namespace kb
