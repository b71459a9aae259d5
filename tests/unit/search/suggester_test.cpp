#include <catch2/catch.hpp>

#include "kb/search/suggester.h"
#include "tests/world/little_index.h"

namespace kb {

using test::an_article;
using test::LittleIndex;
using Texts = std::vector<std::string>;
using Ranges = std::vector<std::pair<std::size_t, std::size_t>>;
using Kind = Suggestion::Kind;

namespace {

Suggestions suggest(const LittleIndex& index, std::string text, std::string lang = "ru", std::size_t limit = 8) {
    return Suggester(index.snapshot()).suggest({std::move(text), std::move(lang), limit});
}

Texts texts(const Suggestions& suggestions) {
    Texts found;
    for (const Suggestion& suggestion : suggestions.suggestions) found.push_back(suggestion.text);
    return found;
}

LittleIndex a_site() {
    Article refund = an_article("ru", "refund", "Как вернуть деньги");
    refund.questions = {"верните деньги на карту"};
    refund.category = "money";
    LittleIndex index;
    GenerationInfo info;
    info.categories = {{"ru", "money", "Деньги и чеки", "", 1}};
    index.publish({refund, an_article("ru", "receipt", "Чек за оплату"), an_article("en", "vpn", "Connect to Wi-Fi")}, info);
    return index;
}

}  // namespace

TEST_CASE("words are completed, in any order and form") {
    const LittleIndex index = a_site();
    CHECK(texts(suggest(index, "верн")) == Texts{"Как вернуть деньги", "верните деньги на карту"});
    CHECK(texts(suggest(index, "деньги верн")) == Texts{"Как вернуть деньги", "верните деньги на карту"});
    CHECK(texts(suggest(index, "деньгами как")) == Texts{"Как вернуть деньги"});
    CHECK(texts(suggest(index, "ОПЛАТ")) == Texts{"Чек за оплату"});
    CHECK(texts(suggest(index, "оплата")) == Texts{"Чек за оплату"});
    CHECK(texts(suggest(index, "деньги чеки")) == Texts{"Деньги и чеки"});
    CHECK(suggest(index, "деньги слон").suggestions.empty());
}

TEST_CASE("compounds are found by their parts and as a whole") {
    const LittleIndex index = a_site();
    for (const char* typed : {"wi-f", "wi fi", "fi", "wifi", "Wi-Fi"}) {
        INFO(typed);
        CHECK(texts(suggest(index, typed, "en")) == Texts{"Connect to Wi-Fi"});
    }
}

TEST_CASE("titles come before categories, and what leads elsewhere before what leads to the same") {
    const auto suggestions = suggest(a_site(), "деньги").suggestions;
    REQUIRE(suggestions.size() == 3);
    CHECK(suggestions[0].kind == Kind::article);
    CHECK(suggestions[0].url == "/ru/articles/refund");
    CHECK(suggestions[1].kind == Kind::category);
    CHECK(suggestions[1].url == "/ru/categories/money");
    CHECK(suggestions[2].kind == Kind::question);
    CHECK(suggestions[2].url == "/ru/articles/refund");
}

TEST_CASE("a category keeps a place among many articles, and one below another is suggested, too") {
    std::vector<Article> articles;
    for (int i = 0; i < 20; ++i) {
        articles.push_back(an_article("ru", "a" + std::to_string(i), "Оплата " + std::to_string(i)));
        articles.back().category = "pay/cards";
    }
    LittleIndex index;
    GenerationInfo info;
    info.categories = {{"ru", "pay", "Оплата", "", 1}, {"ru", "pay/cards", "Карты", "", 1}};
    index.publish(articles, info);
    const auto many = suggest(index, "опл", "ru", 5).suggestions;
    REQUIRE(many.size() == 5);
    CHECK(many.back().url == "/ru/categories/pay");
    CHECK(suggest(index, "карты").suggestions.at(0).url == "/ru/categories/pay/cards");
}

TEST_CASE("three questions of one article are enough") {
    Article article = an_article("ru", "a", "Доставка");
    article.questions = {"где посылка", "когда посылка", "чья посылка", "почему посылка"};
    const LittleIndex index({article, an_article("ru", "b", "Потерянная посылка")});
    const auto suggestions = suggest(index, "посыл").suggestions;
    REQUIRE(suggestions.size() == 4);
    CHECK(suggestions[0].url == "/ru/articles/b");
}

TEST_CASE("the reader's language comes first, and the other is not hidden") {
    const LittleIndex index({an_article("en", "a", "VPN setup"), an_article("ru", "b", "VPN и настройка")});
    CHECK(texts(suggest(index, "vpn", "ru")) == Texts{"VPN и настройка", "VPN setup"});
    CHECK(texts(suggest(index, "vpn", "en")) == Texts{"VPN setup", "VPN и настройка"});
    CHECK(texts(suggest(index, "vpn", "")) == Texts{"VPN и настройка", "VPN setup"});
}

TEST_CASE("ranges count UTF-16 code units") {
    const LittleIndex index({an_article("ru", "a", "🙂 Ёлка: wi-fi ёлки")});
    const auto suggestions = suggest(index, "ёлк").suggestions;
    REQUIRE(suggestions.size() == 1);
    CHECK(suggestions[0].ranges == Ranges{{3, 6}, {15, 18}});
    CHECK(suggest(index, "fi").suggestions.at(0).ranges == Ranges{{12, 14}});
}

TEST_CASE("what was typed is marked, and of other forms the whole word") {
    const LittleIndex index({an_article("ru", "a", "Возврат денег"), an_article("ru", "b", "Оплатить Ёлку №5")});
    const auto ranges = [&](const char* typed) { return suggest(index, typed).suggestions.at(0).ranges; };
    CHECK(ranges("возвр") == Ranges{{0, 5}});
    CHECK(ranges("возв де") == Ranges{{0, 4}, {8, 10}});
    CHECK(ranges("возврата") == Ranges{{0, 7}});
    CHECK(ranges("djpd") == Ranges{{0, 4}});
    CHECK(ranges("елк") == Ranges{{9, 12}});
}

TEST_CASE("there are as many as asked for, at most fifty") {
    std::vector<Article> articles;
    for (int i = 0; i < 70; ++i) articles.push_back(an_article("ru", "a" + std::to_string(i), "Оплата " + std::to_string(i)));
    const LittleIndex index(articles);
    CHECK(suggest(index, "опл").suggestions.size() == 8);
    CHECK(suggest(index, "опл", "ru", 1).suggestions.size() == 1);
    CHECK(suggest(index, "опл", "ru", 0).suggestions.empty());
    CHECK(suggest(index, "опл", "ru", 1000).suggestions.size() == 50);
}

TEST_CASE("equal suggestions are shown once, and the order is settled") {
    Article article = an_article("ru", "a", "Оплата");
    article.questions = {"Оплата", "Оплата"};
    const LittleIndex index({article, an_article("ru", "b", "Оплата")});
    const auto first = suggest(index, "опл");
    CHECK(first.suggestions.size() == 2);
    CHECK(first.suggestions[0].url == "/ru/articles/a");
    CHECK(first.suggestions[1].url == "/ru/articles/b");
}

TEST_CASE("anything may be typed") {
    const LittleIndex index = a_site();
    CHECK(suggest(index, "").suggestions.empty());
    CHECK(suggest(index, " ?!").suggestions.empty());
    CHECK(texts(suggest(index, "\xFF верн \xC0")) == Texts{"Как вернуть деньги", "верните деньги на карту"});
    CHECK_NOTHROW(suggest(index, std::string(100'000, '\xD0')));
    std::string words;
    for (int i = 0; i < 1000; ++i) words += "деньги ";
    CHECK_NOTHROW(suggest(index, words));
    CHECK(suggest(index, "  верн ").query == "верн");
}

}  // namespace kb
