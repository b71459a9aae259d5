// Past questions beside the articles: how they are found, and how far they speak for what solved them.
#include <algorithm>

#include <catch2/catch.hpp>

#include "kb/search/near_questions.h"
#include "kb/search/similar_finder.h"
#include "tests/world/dictionaries.h"
#include "tests/world/little_index.h"
#include "tests/world/must.h"

using namespace kb;
using test::an_article;
using test::an_internal_article;
using test::LittleIndex;
using test::must;
using Strings = std::vector<std::string>;

namespace {

LittleIndex the_index() {
    return LittleIndex({an_article("ru", "refund", "Как вернуть деньги", "Деньги вернутся на карту за пять дней."),
                        an_article("ru", "code", "Не приходит код подтверждения", "Проверьте номер телефона и подождите минуту."),
                        an_article("ru", "cover", "Какой должна быть обложка", "Обложка канала — картинка до десяти мегабайт."),
                        an_article("en", "refund", "How to get a refund", "The money goes back to your card."),
                        an_internal_article("ru", "secret", "Возврат мимо кассы", "Для своих.")});
}

SolvedQuestion a_question(std::string id, std::string message, std::string article) {
    SolvedQuestion question;
    question.id = std::move(id);
    question.lang = "ru";
    question.message = std::move(message);
    question.article = std::move(article);
    return question;
}

PastQuestions solved(const std::vector<SolvedQuestion>& questions) {
    return {QuestionCollection::make(questions, test::dictionaries()), nullptr};
}

// Each a message, the article and the agent who linked them.
PastQuestions confirmed(const std::vector<std::array<std::string, 3>>& links) {
    auto all = std::make_shared<ConfirmedQuestions>();
    std::vector<SolvedQuestion> questions;
    for (const auto& [message, article, agent] : links) {
        questions.push_back(a_question(std::to_string(questions.size()), message, article));
        all->agents.push_back(agent);
    }
    all->questions = QuestionCollection::make(questions, test::dictionaries());
    return {nullptr, all};
}

SimilarResults found(const LittleIndex& index, std::string body, PastQuestions past, Audience audience = Audience::staff, std::string lang = "ru") {
    SimilarRequest request;
    request.body = std::move(body);
    request.lang = std::move(lang);
    request.audience = audience;
    request.past = std::move(past);
    request.with_questions = audience == Audience::staff;
    const Searcher searcher(index.snapshot());
    return must(SimilarFinder(searcher).find(request));
}

Strings slugs(const SimilarResults& results) {
    Strings slugs;
    for (const SimilarArticle& article : results.articles) slugs.push_back(article.hit.slug);
    return slugs;
}

Strings ids(const SimilarResults& results) {
    Strings ids;
    for (const SimilarQuestion& question : results.questions) ids.push_back(question.question.id);
    return ids;
}

}  // namespace

TEST_CASE("a message like one that an article solved leads to it, though they have no word in common") {
    const LittleIndex index = the_index();
    const std::string message = "Здравствуйте! Шлагбаум у подъезда мигает красным, что делать?\nС уважением, Пётр";
    CHECK(slugs(found(index, message, {})).empty());
    const auto results = found(index, message, solved({a_question("1", "Шлагбаум мигает красным", "cover"), a_question("2", "Погода", "code")}));
    REQUIRE(slugs(results) == Strings{"cover"});
    const SimilarArticle& article = results.articles.front();
    CHECK(article.confirmed == 1);
    CHECK(std::find(article.why.begin(), article.why.end(), "Шлагбаум") != article.why.end());
    REQUIRE(ids(results) == Strings{"1"});
    CHECK(results.questions.front().question.article == "ru/cover");
    CHECK(std::find(results.questions.front().why.begin(), results.questions.front().why.end(), "мигает") != results.questions.front().why.end());
}

TEST_CASE("a past question is found whatever stands around it: story, numbers, quotes, signature, a second problem") {
    const LittleIndex index = the_index();
    const auto past = solved({a_question("pin", "Забыл пинкод от карты", "ru/code"), a_question("sub", "Как отключить подписку", "ru/refund"),
                              a_question("fee", "За что списали комиссию", "ru/refund"), a_question("car", "Как застраховать машину", "ru/cover")});
    const auto results = found(index, "Добрый день!\nЯ ваш клиент уже десять лет, и такого безобразия не видела. Вчера ездила к маме в Воронеж. Заказ 48151623.\n"
                                      "За что с меня списали комиссию?\nИ ещё: как отключить подписку, ссылка не работает?\n--\nАнна, +7 916 123-45-67\n> Как застраховать машину", past);
    const Strings all = ids(results);
    CHECK(std::find(all.begin(), all.end(), "fee") != all.end());
    CHECK(std::find(all.begin(), all.end(), "sub") != all.end());
    CHECK(std::find(all.begin(), all.end(), "car") == all.end());
}

TEST_CASE("questions that say the same stand once, and unsolved ones speak for nothing") {
    const LittleIndex index = the_index();
    auto unsolved = a_question("3", "Шлагбаум мигает красным", "ru/code");
    unsolved.solved = false;
    const auto results = found(index, "Шлагбаум мигает красным", solved({a_question("1", "Шлагбаум мигает красным", "ru/cover"), a_question("2", "шлагбаум мигает красным!", "ru/cover"), unsolved}));
    CHECK(ids(results) == Strings{"1", "3"});
    CHECK(slugs(results) == Strings{"cover"});
    CHECK(results.articles.front().confirmed == 2);
}

TEST_CASE("customers profit from past questions and see none, nor an internal article that solved them") {
    const LittleIndex index = the_index();
    const auto past = solved({a_question("1", "Шлагбаум мигает красным", "ru/secret"), a_question("2", "Турникет не пускает", "ru/cover")});
    CHECK(found(index, "Шлагбаум мигает красным", past, Audience::customers).articles.empty());
    CHECK(slugs(found(index, "Шлагбаум мигает красным", past)) == Strings{"secret"});
    const auto results = found(index, "Турникет не пускает", past, Audience::customers);
    CHECK(slugs(results) == Strings{"cover"});
    CHECK(results.questions.empty());
}

TEST_CASE("a vote goes to the article in the reader's language, and to none that is gone") {
    const LittleIndex index = the_index();
    const auto past = solved({a_question("1", "Шлагбаум мигает красным", "ru/refund"), a_question("2", "Турникет не пускает", "ru/gone")});
    const auto results = found(index, "Шлагбаум мигает красным", past, Audience::staff, "en");
    REQUIRE(!results.articles.empty());
    CHECK(results.articles.front().hit.lang == "en");
    const auto gone = found(index, "Турникет не пускает", past);
    CHECK(gone.articles.empty());
    CHECK(gone.questions.front().question.article.empty());
}

TEST_CASE("neighbours that are known to mislead are silent") {
    std::vector<SolvedQuestion> questions;
    std::vector<Article> articles;
    const Strings things = {"карту", "счёт", "вклад", "кредит", "перевод", "платёж", "лимит", "кешбэк", "пароль", "выписку", "договор", "справку"};
    for (const std::string& thing : things) {
        for (const char* doing : {"открыть", "закрыть", "изменить"}) {
            const std::string slug = "a" + std::to_string(articles.size());
            articles.push_back(an_article("ru", slug, "Статья", "Текст " + slug));
            questions.push_back(a_question(slug, "Подскажите, где в приложении можно " + std::string(doing) + " " + thing, "ru/" + slug));
        }
    }
    articles.push_back(an_article("ru", "right", "Где в приложении обновить карту", "Обновить карту можно в приложении."));
    const LittleIndex index(articles);
    const auto results = found(index, "Подскажите, где в приложении можно обновить карту", solved(questions));
    CHECK(slugs(results).front() == "right");
    CHECK(results.articles.front().confirmed == 0);
    CHECK(results.questions.size() > 5);  // an agent may still look at them
}

TEST_CASE("one agent's word lifts an article, never to the top, and a second agent's does, and taking it back undoes it") {
    const LittleIndex index = the_index();
    const std::string message = "Обложка канала не грузится";
    CHECK(slugs(found(index, message, {})).front() == "cover");
    const auto once = found(index, message, confirmed({{message, "ru/code", "anna"}}));
    REQUIRE(slugs(once).size() >= 2);
    CHECK(slugs(once)[0] == "cover");
    CHECK(slugs(once)[1] == "code");
    CHECK(once.articles[1].confirmed == 1);
    CHECK(slugs(found(index, message, confirmed({{message, "ru/code", "anna"}, {message + "!", "ru/code", "anna"}, {message + "…", "ru/code", "anna"}}))).front() == "cover");
    CHECK(slugs(found(index, message, confirmed({{message, "ru/code", "anna"}, {message + "!", "ru/code", "boris"}}))).front() == "code");
    CHECK(slugs(found(index, message, confirmed({}))) == slugs(found(index, message, {})));
}

TEST_CASE("any message is compared with any question") {
    const auto questions = QuestionCollection::make({a_question("1", "", "x"), a_question("2", std::string(20'000, 'a'), "x"), a_question("3", "я и ты", "x"), a_question("4", "\xD0", "")}, test::dictionaries());
    for (const std::string& text : {std::string(), std::string("я"), std::string("a"), std::string(100'000, ' '), std::string("\xf0\x9f\x98\x80 aaaa")})
        CHECK_NOTHROW(NearQuestions(*questions, text).nearest(5));
}
