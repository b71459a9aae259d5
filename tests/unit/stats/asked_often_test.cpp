#include "kb/stats/asked_often.h"

#include <catch2/catch.hpp>

#include "tests/world/little_index.h"

using namespace kb;
using namespace kb::test;

TEST_CASE("only what is made of the words of public articles is shown to others") {
    LittleIndex index;
    GenerationInfo info;
    info.site.languages = {"ru"};
    index.publish({an_article("ru", "refund", "Когда вернутся деньги", "Деньги вернут на карту за 10 дней. Пишите на help.example.com, Wi-Fi не нужен. Код E-105."),
                   an_internal_article("ru", "casino", "Казино", "Мошенники и казино")},
                  info);
    const Searcher searcher(index.snapshot());
    const auto is_shown = [&](const std::string& text) { return choose_shown({{1, 1, text}}, searcher, "ru", 1).size() == 1; };
    for (const auto* text : {"когда вернутся деньги", "как вернуть деньги?", "деньги на карте 10 дней", "wi-fi не нужен", "код e-105"}) {
        INFO(text);
        CHECK(is_shown(text));
    }
    for (const auto* text : {"деньги на evil-casino.example.com вернут", "когда вернутся деньги дура иванова мария", "деньги казино", "деньги 11 дней", "деньги help.example.com",
                             "деньги help@example", "деньги на [phone]", "деньги \xF0\x9F\x98\x80", "деньги <b>", "деньги/карта", "деньги evil。com", "денги вернутся", "хрю деньги"}) {
        INFO(text);
        CHECK_FALSE(is_shown(text));
    }
}
