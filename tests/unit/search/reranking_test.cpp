#include <algorithm>
#include <chrono>

#include <catch2/catch.hpp>

#include "kb/search/ranking.h"
#include "kb/search/searcher.h"
#include "tests/world/little_index.h"
#include "tests/world/must.h"

namespace kb {

using test::an_article;
using test::asking;
using test::LittleIndex;
using test::must;
using test::slugs;
using Slugs = std::vector<std::string>;

namespace {

Slugs found(const LittleIndex& index, std::string text, std::string lang = "ru", std::size_t limit = 10) {
    return slugs(must(Searcher(index.snapshot()).search(asking(std::move(text), std::move(lang), "", limit))));
}

std::string repeated(std::string_view text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all.append(text);
    return all;
}

// Articles that make common words common.
void add_others(std::vector<Article>& articles, std::string_view text, int count) {
    for (int i = 0; i < count; ++i) articles.push_back(an_article("ru", "other" + std::to_string(i), "Прочее", text));
}

}  // namespace

TEST_CASE("the article that bears the query as its title comes first") {
    const LittleIndex index({an_article("ru", "more", "Смена пароля администратора через сервер", "Смена пароля администратора требует доступа к серверу. Потом перезапустите сервер."),
                             an_article("ru", "exact", "Смена пароля", "Откройте настройки и нажмите кнопку."),
                             an_article("ru", "text", "Настройки", "Здесь есть смена пароля и многое другое.")});
    CHECK(found(index, "смена пароля").front() == "exact");
    CHECK(found(index, "Сменить пароль?").front() == "exact");
}

TEST_CASE("a customer's question counts like a title") {
    Article asked = an_article("ru", "asked", "Доступ", "Откройте настройки и нажмите кнопку.");
    asked.questions = {"Как попасть в кабинет", "Забыл пароль от почты"};
    const LittleIndex index({an_article("ru", "near", "Пароль", "Пароль от почты хранится у вас."), asked});
    CHECK(found(index, "забыл пароль от почты").front() == "asked");
}

TEST_CASE("words side by side come before words far apart") {
    const std::string filler = repeated("Нажмите кнопку и откройте раздел настроек в меню. ", 6);
    const LittleIndex index({an_article("ru", "apart", "Справка", "Начало текста. " + filler + "Возврат. " + filler + "Платежи."),
                             an_article("ru", "near", "Справка", "Начало текста. " + filler + "Возврат платежа. " + filler + "Конец.")});
    CHECK(found(index, "возврат платежа") == Slugs{"near", "apart"});
}

TEST_CASE("a rare word tells more than a common one") {
    std::vector<Article> articles = {an_article("ru", "common", "Первая", "Карта и ещё слова."),
                                     an_article("ru", "rare", "Вторая", "Рассрочка и ещё слова.")};
    add_others(articles, "Карта здесь тоже есть.", 10);
    CHECK(found(LittleIndex(articles), "карта рассрочка").front() == "rare");
}

TEST_CASE("how is asked tells apart what is asked about the same") {
    const LittleIndex index({an_article("ru", "how-much", "Сколько стоит подписка", "Ответ в тарифах."),
                             an_article("ru", "what", "Что такое подписка", "Ответ в тарифах.")});
    CHECK(found(index, "что такое подписка").front() == "what");
    CHECK(found(index, "сколько стоит подписка").front() == "how-much");
}

TEST_CASE("letters lead to the title of a misspelt word") {
    const LittleIndex index({an_article("ru", "channel", "Канал и его обложка", "Подключите канал."),
                             an_article("ru", "money", "Монетизация канала", "Подключите её в настройках."),
                             an_article("ru", "other", "Канал и его описание", "Подключите канал.")});
    CHECK(found(index, "манитизация канала").front() == "money");
}

TEST_CASE("a section that says just what is asked outranks words that are strewn") {
    Article article = an_article("ru", "section", "Управление");
    const std::string filler = repeated("Откройте меню и нажмите кнопку. ", 5);
    article.sections = {{"", "", 0, filler}, {"export", "Выгрузка отчёта", 2, filler}};
    const LittleIndex index({an_article("ru", "strewn", "Справка", filler + "Отчёт готов. " + filler + "Выгрузка возможна. " + filler),
                             article});
    CHECK(found(index, "выгрузка отчёта").front() == "section");
}

TEST_CASE("articles in other languages do not crowd out those in the reader's") {
    std::vector<Article> articles;
    for (int i = 0; i < 150; ++i) articles.push_back(an_article("en", "en" + std::to_string(i), "How to install office software and VPN", "vpn vpn"));
    articles.push_back(an_article("ru", "ru", "Связь через VPN", "Среди многих других слов этого текста есть и слово vpn."));
    const LittleIndex index(articles);
    const Slugs all = found(index, "vpn", "ru", 100);
    CHECK(std::find(all.begin(), all.end(), "ru") != all.end());
}

TEST_CASE("totals and counts by category are of all that was found, not of the candidates") {
    std::vector<Article> articles;
    for (int i = 0; i < 250; ++i) {
        articles.push_back(an_article("ru", "a" + std::to_string(1000 + i), "Карта", repeated("карта ", 1 + i % 7)));
        articles.back().category = i % 5 == 0 ? "cards" : "cards/debit";
    }
    const LittleIndex index(articles);
    const Results all = must(Searcher(index.snapshot()).search(asking("карта", "ru")));
    CHECK(all.total == 250);
    CHECK(all.total_is_exact);
    REQUIRE(all.categories.size() == 2);
    CHECK(all.categories[0].slug == "cards/debit");
    CHECK(all.categories[0].count == 200);
    CHECK(all.categories[1].count == 50);
    CHECK(must(Searcher(index.snapshot()).search(asking("карта", "ru", "cards/debit"))).total == 200);
}

TEST_CASE("a match that is put higher than it stands by itself is counted once") {
    std::vector<Article> articles;
    for (int i = 0; i < 150; ++i) articles.push_back(an_article("ru", "a" + std::to_string(1000 + i), "Карта", "карта карта карта"));
    articles.push_back(an_article("ru", "far-down", "Справка о разном", repeated("Среди многих слов. ", 50) + "карта"));
    articles.push_back(an_article("ru", "nothing-of-it", "Справка", "Ни слова об этом."));
    LittleIndex index;
    GenerationInfo info;
    info.pins = {{"ru", "карта", "far-down"}, {"ru", "карта", "nothing-of-it"}};
    index.publish(articles, info);
    const Results results = must(Searcher(index.snapshot()).search(asking("карта", "ru")));
    CHECK(results.hits[0].slug == "far-down");
    CHECK(results.hits[1].slug == "nothing-of-it");
    CHECK(results.total == 152);
}

TEST_CASE("an article found in another language stands behind its translation, which is counted once") {
    std::vector<Article> articles = {an_article("en", "refund", "Refund", "refund refund"), an_article("ru", "refund", "Возврат", "Деньги вернутся."),
                                     an_article("en", "card", "Card", "A refund goes to the card.")};
    const LittleIndex index(articles);
    const Results results = must(Searcher(index.snapshot()).search(asking("refund", "ru")));
    REQUIRE(results.hits.size() == 3);
    CHECK(results.hits[0].lang == "ru");
    CHECK(results.hits[1].lang == "en");
    CHECK(results.hits[1].slug == "refund");
    CHECK(results.total == 3);
    const Results both = must(Searcher(index.snapshot()).search(asking("refund деньги", "ru")));
    CHECK(both.hits[0].lang == "ru");
    CHECK(both.total == 3);
}

TEST_CASE("all candidates can be reached, measured or not, and are in order") {
    std::vector<Article> articles;
    for (int i = 0; i < 90; ++i) articles.push_back(an_article("ru", "a" + std::to_string(100 + i), "Карта", repeated("карта ", 1 + i % 7)));
    const LittleIndex index(articles);
    const Results results = must(Searcher(index.snapshot()).search(asking("карта", "ru", "", 100)));
    REQUIRE(results.hits.size() == 90);
    CHECK(results.reachable == 90);
    for (std::size_t i = 1; i < results.hits.size(); ++i) {
        const Hit &before = results.hits[i - 1], &hit = results.hits[i];
        CHECK((before.score > hit.score || (before.score == hit.score && before.slug < hit.slug)));
        CHECK(hit.score > 0);
    }
}

TEST_CASE("each hit's signals make up its score") {
    const LittleIndex index({an_article("ru", "a", "Возврат денег", "Возврат денег на карту."), an_article("ru", "b", "Карта", "Деньги.")});
    const Explanation explanation = must(Searcher(index.snapshot()).explain(asking("возврат денег", "ru")));
    REQUIRE(explanation.reasons.size() == explanation.results.hits.size());
    for (std::size_t i = 0; i < explanation.reasons.size(); ++i) {
        REQUIRE(explanation.reasons[i].signals);
        CHECK(ranking::score(*explanation.reasons[i].signals) == Approx(explanation.results.hits[i].score));
        for (const float signal : *explanation.reasons[i].signals) CHECK((signal >= 0 && signal < 4));
    }
}

TEST_CASE("a query and articles as long as they may be take bounded time") {
    std::string text;
    for (int i = 0; i < 60'000; ++i) text += "слово" + std::to_string(i % 40) + " ";
    std::vector<Article> articles;
    for (int i = 0; i < 4; ++i) articles.push_back(an_article("ru", "a" + std::to_string(i), text.substr(0, 4000), text));
    const LittleIndex index(articles);
    const Searcher searcher(index.snapshot());
    std::string query;
    for (int i = 0; i < 40; ++i) query += "слово" + std::to_string(i) + " ";
    const auto begin = std::chrono::steady_clock::now();
    CHECK(must(searcher.search(asking(query + query, "ru"))).hits.size() == 4);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(2));
}

}  // namespace kb
