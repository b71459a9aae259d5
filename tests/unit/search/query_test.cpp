#include <catch2/catch.hpp>

#include "kb/base/utf8.h"
#include "kb/search/query.h"

namespace kb {

namespace {

std::vector<std::string> typed(const Query& query) {
    std::vector<std::string> words;
    for (const QueryWord& word : query.words) words.push_back(word.typed);
    return words;
}

using Words = std::vector<std::string>;

Query read(std::string_view text) {
    return read_query(text, Analyzer());
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

}  // namespace kb
