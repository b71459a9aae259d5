#include <algorithm>

#include <catch2/catch.hpp>

#include "kb/base/utf8.h"
#include "kb/search/message.h"
#include "kb/search/similar_finder.h"
#include "kb/search/telling_words.h"
#include "tests/world/little_index.h"
#include "tests/world/must.h"

namespace kb {

using test::an_article;
using test::an_internal_article;
using test::LittleIndex;
using test::must;
using Slugs = std::vector<std::string>;
using Words = std::vector<std::string>;

namespace {

SimilarRequest writing(std::string body, std::string subject = {}) {
    SimilarRequest request;
    request.subject = std::move(subject);
    request.body = std::move(body);
    request.lang = "ru";
    return request;
}

std::vector<SimilarArticle> found(const LittleIndex& index, const SimilarRequest& request) {
    const Searcher searcher(index.snapshot());
    return must(SimilarFinder(searcher).find(request)).articles;
}

Slugs slugs(const std::vector<SimilarArticle>& articles) {
    Slugs slugs;
    for (const SimilarArticle& article : articles) slugs.push_back(article.hit.slug);
    return slugs;
}

std::string told(const LittleIndex& index, std::string_view message) {
    const Searcher searcher(index.snapshot());
    return find_telling_words(message, searcher, Audience::customers).text;
}

std::vector<Article> articles() {
    return {an_article("ru", "refund", "Как вернуть деньги", "Деньги вернутся на карту за пять дней."),
            an_article("ru", "code", "Не приходит код подтверждения", "Проверьте номер телефона и подождите минуту."),
            an_article("ru", "invoice", "Где найти счёт", "Счёт лежит в личном кабинете. Ошибка E-1042 пройдёт сама."),
            an_article("ru", "cover", "Какой должна быть обложка", "Обложка канала — картинка до десяти мегабайт.")};
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all.append(text);
    return all;
}

}  // namespace

TEST_CASE("a whole mail leads to the article that answers it, whatever stands around the question") {
    const LittleIndex index(articles());
    const auto similar = found(index, writing("Здравствуйте, Анна!\nЖена вчера весь вечер ругалась. Мне никак не приходит код для подтверждения заказа.\n"
                                              "С уважением,\nИван Деньгин, директор\n> Деньги вернутся на карту за пять дней."));
    REQUIRE(!similar.empty());
    CHECK(similar.front().hit.slug == "code");
    CHECK(slugs(similar) == Slugs{"code"});  // what was quoted leads nowhere
}

TEST_CASE("the subject counts, alone or with a body") {
    const LittleIndex index(articles());
    CHECK(slugs(found(index, writing("", "Re: счёт"))) == Slugs{"invoice"});
    CHECK(slugs(found(index, writing("Не могу найти.", "Счёт"))).front() == "invoice");
}

TEST_CASE("the words that led to an article are given as they were typed, the most telling first") {
    const LittleIndex index(articles());
    CHECK(found(index, writing("Какие требования к обложке КАНАЛА?")).front().why == Words{"обложке", "КАНАЛА"});
    const auto corrected = found(index, writing("верните мои денги"));
    REQUIRE(!corrected.empty());
    CHECK(corrected.front().hit.slug == "refund");
    CHECK(std::find(corrected.front().why.begin(), corrected.front().why.end(), "денги") != corrected.front().why.end());
}

TEST_CASE("no word of politeness led to an article, even where articles have it") {
    const LittleIndex index({an_article("ru", "thanks", "Спасибо, помогите, подскажите, please help", "Здравствуйте! Как и что можно сделать с картой?"), an_article("ru", "other", "Счёт", "Лежит там.")});
    const auto similar = found(index, writing("Подскажите, пожалуйста, что можно сделать: please help, спасибо! Помогите с картой"));
    REQUIRE(!similar.empty());
    CHECK(similar.front().why == Words{"картой"});
}

TEST_CASE("a compound speaks for its parts among the words that led to an article") {
    const LittleIndex index({an_article("en", "wi-fi", "Connect to Wi-Fi", "Choose the network."), an_article("en", "printer", "Printer", "Paper.")});
    CHECK(found(index, writing("My wi-fi is gone")).front().why == Words{"wi-fi"});
}

TEST_CASE("numbers, codes and addresses count only if an article has them") {
    const LittleIndex index(articles());
    CHECK(told(index, "Заказ 4815162, почта ivan@example.ru, телефон +7 495 123-45-67, пишет E-1042") == "Заказ — почта — телефон — пишет E-1042");
    CHECK(slugs(found(index, writing("E-1042"))) == Slugs{"invoice"});
    CHECK(found(index, writing("4815162 +7 495 123-45-67")).empty());
}

TEST_CASE("a long message is asked by its rarest words, and each counts once in all its forms") {
    std::vector<Article> all = articles();
    std::string story, common;
    for (int i = 0; i < 60; ++i) {
        const std::string word = "слово" + std::string(1, static_cast<char>('a' + i % 26)) + std::string(1, static_cast<char>('a' + i / 26));
        common += word + " ";
        story += word + " ";
    }
    for (int i = 0; i < 5; ++i) all.push_back(an_article("ru", "other" + std::to_string(i), "Прочее", common));
    const LittleIndex index(all);
    const std::string telling = told(index, story + "обложка обложки обложку");
    CHECK(telling.find("обложка") != telling.npos);
    CHECK(telling.find("обложки") == telling.npos);
    CHECK(telling.size() <= max_query);
}

TEST_CASE("quotes and minuses in a message are no conditions") {
    const LittleIndex index(articles());
    CHECK(slugs(found(index, writing("Пишет \"личный деньги\" -карту, где счёт?"))).size() > 1);
}

TEST_CASE("of two problems in one message both are answered among the first three") {
    auto all = articles();
    for (const char* bank : {"Сбербанк", "Альфа", "Тинькофф", "Райффайзен"}) {
        all.push_back(an_article("ru", "refund-" + std::to_string(all.size()), std::string("Возврат денег на карту: ") + bank,
                                 std::string("Возврат денег за заказ на карту банка ") + bank + " занимает пять рабочих дней."));
    }
    const LittleIndex index(all);
    const Slugs first = slugs(found(index, writing("Здравствуйте! Сколько рабочих дней занимает возврат денег на карту банка за заказ? И ещё: где лежит счёт?")));
    REQUIRE(first.size() > 3);
    CHECK(first.front().starts_with("refund-"));
    CHECK(std::count(first.begin(), first.begin() + 3, "invoice") == 1);
}

TEST_CASE("of two copies of an article the second gives way to others among the first three") {
    std::vector<Article> all = articles();
    for (const char* slug : {"refund-app", "refund-web"}) all.push_back(an_article("ru", slug, "Как вернуть деньги", "Деньги вернутся на карту за пять дней."));
    all.push_back(an_article("ru", "card", "Карта", "Деньги на карте."));
    all.push_back(an_article("ru", "money", "Деньги", "Пополнение счёта и прочее про деньги."));
    const LittleIndex index(all);
    const Slugs order = slugs(found(index, writing("Хочу вернуть деньги на карту")));
    REQUIRE(order.size() >= 5);
    CHECK(order[0] == "refund");
    for (const char* other : {"card", "money"}) CHECK(std::find(order.begin(), order.begin() + 3, other) != order.begin() + 3);
}

TEST_CASE("an article with the same title and another text is no copy") {
    std::vector<Article> all = articles();
    all.push_back(an_article("ru", "refund-app", "Как вернуть деньги", "В приложении нажмите кнопку, выберите заказ и причину."));
    const LittleIndex index(all);
    const Slugs order = slugs(found(index, writing("Как вернуть деньги?")));
    REQUIRE(order.size() >= 2);
    CHECK(std::find(order.begin(), order.begin() + 2, "refund-app") != order.begin() + 2);
}

TEST_CASE("customers are never led to internal articles, and staff are") {
    std::vector<Article> all = articles();
    all.push_back(an_internal_article("ru", "secret", "Секретплан возврата", "Слово кодграфит и деньги, ошибка K-7070."));
    const LittleIndex index(all);
    for (const char* text : {"секретплан", "Расскажите про кодграфит", "K-7070", "кодграфид"}) {
        SimilarRequest request = writing(text);
        CHECK(found(index, request).empty());
        request.audience = Audience::staff;
        CHECK(slugs(found(index, request)) == Slugs{"secret"});
    }
    CHECK(told(index, "кодграфит секретплан деньги K-7070").find("K-7070") == std::string::npos);
}

TEST_CASE("a message in another language leads to the translation that the reader reads") {
    const LittleIndex index({an_article("ru", "refund", "Как вернуть деньги", "Деньги вернутся на карту."),
                             an_article("en", "refund", "How to get a refund", "The money goes back to your card.")});
    const auto similar = found(index, writing("Hello, where is my refund?"));
    REQUIRE(similar.size() == 2);
    CHECK(similar[0].hit.lang == "ru");
    CHECK(similar[1].hit.other_language);
    CHECK(similar[0].why == Words{"refund"});
}

TEST_CASE("any text is a message") {
    const LittleIndex index(articles());
    const std::string texts[] = {"", " \n\t", std::string("\0\xff\xfe", 3), repeated("а", max_message), repeated("> ", max_message), repeated("\n", max_message),
                                 repeated("-", max_message), repeated("деньги? ", max_message), repeated("a@b.c ", max_message), "С уважением", "--\n--\n--",
                                 "Re:", "\xd0", repeated("Re: ", 5000)};
    for (const std::string& text : texts) {
        for (const SimilarRequest& request : {writing(text), writing("", text), writing(text, text)}) {
            for (const SimilarArticle& article : found(index, request)) CHECK(article.why.size() <= most_reasons);
        }
    }
    CHECK(read_message("", repeated("слово ", max_message)).size() <= max_message + max_message / 2);
}

TEST_CASE("letters that folding shortens are not cut in two") {
    for (const char* text : {"ŕé́: é", "ŔĒ: тема", "subjéct: é", "Dé́ar é́é́, é", "тёма́: é"}) {
        INFO(text);
        CHECK_FALSE(find_invalid_utf8(read_message(text, "")));
        CHECK_FALSE(find_invalid_utf8(read_message("", text)));
    }
}

}  // namespace kb
