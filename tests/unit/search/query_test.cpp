#include <algorithm>

#include <catch2/catch.hpp>

#include "kb/base/utf8.h"
#include "kb/search/query.h"
#include "tests/world/dictionaries.h"

namespace kb {

namespace {

std::vector<std::string> typed(const Query& query) {
    std::vector<std::string> words;
    for (const QueryWord& word : query.words) words.push_back(word.typed);
    return words;
}

using Words = std::vector<std::string>;

Query read(std::string_view text) {
    return read_query(text, test::analyzer());
}

}  // namespace

TEST_CASE("text is cleaned of what is no text") {
    CHECK(clean_text("  деньги\t\n назад \x01\x7F ", 100) == "деньги   назад");
    CHECK(clean_text("a\xFF" "b", 100) == "a b");
    CHECK(clean_text(std::string_view("a\0b", 3), 100) == "a b");
    CHECK(clean_text("", 100).empty());
    CHECK(clean_text(" \n ", 100).empty());
    CHECK(clean_text("\xFF\xFE\x80", 100).empty());
}

TEST_CASE("cleaning cuts between characters") {
    CHECK(clean_text("ёёё", 5) == "ёё");
    CHECK(clean_text("ёёё", 1).empty());
    CHECK(clean_text("ab cd", 3) == "ab");
}

TEST_CASE("a query is its distinct words, in the order typed") {
    const Query query = read("Оплата картой, оплата КАРТОЙ и чек");
    CHECK(typed(query) == Words{"Оплата", "картой", "и", "чек"});
    CHECK(query.words[0].times == 2);
    CHECK(query.words[2].is_stop_word);
    CHECK_FALSE(query.words[3].is_stop_word);
    CHECK(query.text == "Оплата картой, оплата КАРТОЙ и чек");
}

TEST_CASE("a long query keeps its first words, and any bytes are a query") {
    std::string many;
    for (int i = 0; i < 1000; ++i) many += "w" + std::to_string(i) + " ";
    CHECK(read(many).words.size() == max_query_words);
    CHECK(read(many).text.size() <= max_query);
    std::string garbage;
    for (int i = 0; i < 100'000; ++i) garbage += static_cast<char>(i * 37 + i / 256);
    CHECK_FALSE(find_invalid_utf8(read(garbage).text));
    CHECK(read(garbage).text.size() <= max_query);
    CHECK(read("").words.empty());
    CHECK(read("?! …").words.empty());
}

TEST_CASE("words in quotes are a phrase, and none of them is a stop word") {
    for (const char* text : {"деньги \"не пришли\"", "деньги «не пришли»", "деньги “не пришли”", "деньги „не пришли“"}) {
        CAPTURE(text);
        const Query query = read(text);
        CHECK(typed(query) == Words{"деньги", "не", "пришли"});
        REQUIRE(query.phrases.size() == 1);
        CHECK(query.phrases[0].size() == 2);
        CHECK_FALSE(query.words[1].is_stop_word);
    }
    CHECK(read("деньги \"не пришли").phrases.empty());  // never closed
    CHECK(read("«деньги»").phrases.empty());
    CHECK(read("\"\"").phrases.empty());
    CHECK(read("телевизор 55\" не включается").phrases.empty());
}

TEST_CASE("a minus before a word leaves articles out, and nothing else does") {
    const Query query = read("оплата -карта -wi-fi");
    CHECK(typed(query) == Words{"оплата"});
    REQUIRE(query.excluded.size() == 2);
    CHECK(query.excluded[0].typed == "карта");
    CHECK(query.excluded[1].typed == "wi-fi");
    CHECK(read("оплата - карта").excluded.empty());
    CHECK(read("интернет-магазин").excluded.empty());
    CHECK(read("10-15").excluded.empty());
    CHECK(read("-карта").excluded.empty());  // nothing else was asked for
    CHECK(typed(read("-карта")) == Words{"карта"});
}

TEST_CASE("words that are derived from those typed are known") {
    const Query query = read("оплатить");
    std::vector<std::string> derived;
    for (const Term& term : query.words[0].derived) derived.push_back(term.word);
    CHECK(std::find(derived.begin(), derived.end(), "оплата") != derived.end());
}

}  // namespace kb
