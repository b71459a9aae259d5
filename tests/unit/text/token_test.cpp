#include <random>

#include <catch2/catch.hpp>

#include "kb/base/utf8.h"
#include "kb/text/token.h"

namespace kb {

using Words = std::vector<std::string>;

namespace {

// The folded tokens; compounds as a whole in brackets.
Words words(std::string_view text) {
    Words found;
    for (const Token& token : tokenize(text)) found.push_back(token.is_whole ? "[" + token.folded + "]" : token.folded);
    return found;
}

Words sources(std::string_view text) {
    Words found;
    for (const Token& token : tokenize(text)) found.emplace_back(text.substr(token.begin, token.end - token.begin));
    return found;
}

Script script(std::string_view word) {
    const auto tokens = tokenize(word);
    REQUIRE(tokens.size() == 1);
    return tokens[0].script;
}

}  // namespace

TEST_CASE("words are runs of letters and digits, and remember where they stood") {
    CHECK(words("Как вернуть деньги?") == Words{"как", "вернуть", "деньги"});
    CHECK(sources("«Как», вернуть\nДеньги!") == Words{"Как", "вернуть", "Деньги"});
    CHECK(words("").empty());
    CHECK(words(" \n\t.,!?—… 🙂").empty());
    const auto tokens = tokenize("ё платёж");
    REQUIRE(tokens.size() == 2);
    CHECK(tokens[1].begin == 3);
    CHECK(tokens[1].end == 15);
}

TEST_CASE("a compound is one token as a whole and one for each part") {
    CHECK(words("wi-fi") == Words{"[wifi]", "wi", "fi"});
    CHECK(words("e‑mail") == Words{"[email]", "e", "mail"});
    CHECK(words("24/7") == Words{"[24/7]", "24", "7"});
    CHECK(words("user@example.com") == Words{"[user@example.com]", "user", "example", "com"});
    CHECK(words("http_error.log") == Words{"[http_error.log]", "http", "error", "log"});
    CHECK(words("v1.2.3") == Words{"[v1.2.3]", "v1", "2", "3"});
    CHECK(words("R&D") == Words{"[r&d]", "r", "d"});
    CHECK(words("3,5 и 10:30") == Words{"[3,5]", "3", "5", "и", "[10:30]", "10", "30"});
    CHECK(sources("по Wi-Fi!") == Words{"по", "Wi-Fi", "Wi", "Fi"});
}

TEST_CASE("punctuation between sentences and clauses joins nothing") {
    CHECK(words("one, two: three") == Words{"one", "two", "three"});
    CHECK(words("a,b") == Words{"a", "b"});
    CHECK(words("end. Next - word") == Words{"end", "next", "word"});
    CHECK(words("-dash- .dot. /slash/") == Words{"dash", "dot", "slash"});
    CHECK(words("a--b") == Words{"a", "b"});
}

TEST_CASE("the possessive goes, whatever its apostrophe and case") {
    CHECK(words("customer's customer’s CUSTOMER'S") == Words{"customer", "customer", "customer"});
    CHECK(words("don't o'clock") == Words{"dont", "oclock"});
    CHECK(words("users' 'quoted'") == Words{"users", "quoted"});
    CHECK(words("об'єкт") == Words{"обєкт"});
    CHECK(sources("customer's bag") == Words{"customer's", "bag"});
    CHECK(words("'s") == Words{"s"});
}

TEST_CASE("what cannot be seen inside a word does not split it") {
    CHECK(words("опла\u00ADта") == Words{"оплата"});
    CHECK(words("pay\u200Bment") == Words{"payment"});
    CHECK(words("word\u00AD next") == Words{"word", "next"});
}

TEST_CASE("ideographs are words of one letter each") {
    CHECK(words("中文") == Words{"中", "文"});
    CHECK(words("ab中cd") == Words{"ab", "中", "cd"});
}

TEST_CASE("scripts are told apart, and mixtures are neither") {
    CHECK(script("оплата") == Script::russian);
    CHECK(script("payment") == Script::latin);
    CHECK(script("Café") == Script::latin);
    CHECK(script("42") == Script::number);
    CHECK(script("їжак") == Script::other);  // Ukrainian
    CHECK(script("қазақ") == Script::other);
    CHECK(script("оплaтa") == Script::other);  // with Latin a
    CHECK(script("e404") == Script::other);
    CHECK(script("中") == Script::other);
}

TEST_CASE("very long words are cut between characters") {
    const auto ascii = tokenize(std::string(100'000, 'a'));
    REQUIRE(ascii.size() == 1);
    CHECK(ascii[0].folded.size() == 64);
    CHECK(ascii[0].end == 100'000);
    std::string russian = "x";
    for (int i = 0; i < 100; ++i) russian += "ы";
    const auto cut = tokenize(russian);
    REQUIRE(cut.size() == 1);
    CHECK(cut[0].folded.size() <= 64);
    CHECK_FALSE(find_invalid_utf8(cut[0].folded));
}

TEST_CASE("a chain of parts without end becomes compounds of some parts") {
    std::string chain = "a";
    for (int i = 0; i < 1000; ++i) chain += "-a";
    std::size_t parts = 0;
    for (const Token& token : tokenize(chain)) parts += token.is_whole ? 0 : 1;
    CHECK(parts == 1001);
    CHECK(tokenize(std::string(100, 'a') + "." + std::string(100, 'b')).size() == 2);  // too long to be a whole
}

TEST_CASE("whatever the text, tokens are in order, within it, in UTF-8 and never empty") {
    const Words pieces = {"a", "Z", "ё", "Й", "'", "’", "-", ".", "@", "/", ",", ":", "5", " ", "\n", "\u0301", "\u0308", "\u00AD",
                          "\u200D", "中", "🙂", "ß", "İ", "ﬁ", "²", "ﷺ", "\u0483", "ʼ", "'s", "’S", "_", "+", "&", "\uFEFF", "ん"};
    std::mt19937 random(7);
    for (int round = 0; round < 5000; ++round) {
        std::string text;
        for (std::size_t length = random() % 14; length > 0; --length) text += pieces[random() % pieces.size()];
        INFO(text);
        std::size_t last_begin = 0;
        bool good = true;
        for (const Token& token : tokenize(text)) {
            good = good && token.begin >= last_begin && token.begin < token.end && token.end <= text.size();
            good = good && !find_invalid_utf8(std::string_view(text).substr(token.begin, token.end - token.begin));
            good = good && !token.folded.empty() && !find_invalid_utf8(token.folded) && token.folded.size() <= 64;
            last_begin = token.begin;
        }
        REQUIRE(good);
    }
}

}  // namespace kb
