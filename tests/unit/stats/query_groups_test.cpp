#include "kb/stats/query_groups.h"

#include <catch2/catch.hpp>

#include "tests/world/little_index.h"

using namespace kb;
using namespace kb::test;

TEST_CASE("a query is stored in lower case with single spaces, in its own letters") {
    const LittleIndex index({an_article("ru", "password", "Как сменить пароль", "Откройте настройки.")});
    const Searcher searcher(index.snapshot());
    const auto read = [&](std::string_view query) { return read_query_for_statistics(searcher, query, "ru"); };
    CHECK(read("  Сменить \t ПАРОЛЬ  ").text == "сменить пароль");
    CHECK(read("gfhjkm") == ReadQuery{"gfhjkm", "пароль", "gfhjkm"});
    CHECK(read("Ещё пароль").text == "ещё пароль");
    CHECK(read("пароль на [email]").group == read("[email] пароли").group);
    CHECK(read("") == ReadQuery{"", "", ""});
    CHECK(read(" ?! ") == ReadQuery{"?!", "?!", ""});
}

TEST_CASE("a word of internal articles does not tell how customers' queries are read") {
    const LittleIndex index({an_article("ru", "card", "Карта"), an_internal_article("ru", "secret", "Абракадастра")});
    const Searcher searcher(index.snapshot());
    CHECK(read_query_for_statistics(searcher, "абракадастро", "ru").group != read_query_for_statistics(searcher, "абракадастра", "ru").group);
}

TEST_CASE("what was meant is told in the letters it was meant in") {
    const LittleIndex index({an_article("ru", "password", "Как сменить пароль", "Откройте настройки.")});
    const Searcher searcher(index.snapshot());
    CHECK(meant_by(searcher, "ctvybnm  gfhjkm", "ru") == "сменить пароль");
    CHECK(meant_by(searcher, "сменить пароль", "ru") == "сменить пароль");
}
