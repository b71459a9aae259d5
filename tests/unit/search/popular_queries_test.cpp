#include "kb/search/popular_queries.h"

#include <catch2/catch.hpp>

using namespace kb;

namespace {

std::vector<std::string> texts(const std::vector<Suggestion>& suggestions) {
    std::vector<std::string> found;
    for (const Suggestion& each : suggestions) found.push_back(each.text);
    return found;
}

using Texts = std::vector<std::string>;

const PopularQueries queries({"как сменить пароль", "пароль от wi-fi", "отчёт за год", "password reset"});

}  // namespace

TEST_CASE("what many have asked completes what is typed, the most asked first") {
    CHECK(texts(queries.find("пар", "/ru/search", 5)) == Texts{"как сменить пароль", "пароль от wi-fi"});
    CHECK(texts(queries.find("Пар СМ", "/ru/search", 5)) == Texts{"как сменить пароль"});
    CHECK(texts(queries.find("пар", "/ru/search", 1)) == Texts{"как сменить пароль"});
    CHECK(queries.find("пароль пароль", "/ru/search", 5).empty());
    CHECK(queries.find("", "/ru/search", 5).empty());
    CHECK(queries.find(" ", "/ru/search", 5).empty());
}

TEST_CASE("ё and the other keyboard layout do not matter") {
    CHECK(texts(queries.find("отчет", "/ru/search", 5)) == Texts{"отчёт за год"});
    CHECK(texts(queries.find("gfhjk", "/ru/search", 5)) == Texts{"как сменить пароль", "пароль от wi-fi"});
    CHECK(texts(queries.find("зфыыц", "/ru/search", 5)) == Texts{"password reset"});
}

TEST_CASE("what was typed itself is no completion") {
    CHECK(queries.find("Отчет за год", "/ru/search", 5).empty());
}

TEST_CASE("a query leads to its results and shows what was typed") {
    const auto found = queries.find("па см", "/ru/search", 5);
    REQUIRE(found.size() == 1);
    CHECK(found[0].kind == Suggestion::Kind::query);
    CHECK(found[0].url == "/ru/search?q=%D0%BA%D0%B0%D0%BA%20%D1%81%D0%BC%D0%B5%D0%BD%D0%B8%D1%82%D1%8C%20%D0%BF%D0%B0%D1%80%D0%BE%D0%BB%D1%8C");
    CHECK(found[0].ranges == std::vector<std::pair<std::size_t, std::size_t>>{{4, 6}, {12, 14}});
}

TEST_CASE("queries take up to a third of the places, below the first suggestion") {
    Suggestions articles;
    for (const char* title : {"Смена пароля", "Пароль от Wi-Fi", "Забыли пароль?", "Пароль администратора", "Пароли", "Пароль почты"})
        articles.suggestions.push_back({Suggestion::Kind::article, title, "/", {}});
    Suggestions mixed = articles;
    mix_in(mixed, queries.find("пар", "/ru/search", 6), 6);
    CHECK(texts(mixed.suggestions) == Texts{"Смена пароля", "как сменить пароль", "Пароль от Wi-Fi", "Забыли пароль?", "Пароль администратора", "Пароли"});
    Suggestions none;
    mix_in(none, queries.find("пар", "/ru/search", 6), 6);
    CHECK(texts(none.suggestions) == Texts{"как сменить пароль", "пароль от wi-fi"});
}
