#include <thread>

#include <catch2/catch.hpp>

#include "kb/search/searcher.h"
#include "tests/world/little_index.h"
#include "tests/world/must.h"

namespace kb {

using test::an_article;
using test::LittleIndex;
using test::asking;
using test::must;
using test::slugs;
using Slugs = std::vector<std::string>;

namespace {

Results search(const LittleIndex& index, SearchRequest request) {
    return must(Searcher(index.snapshot()).search(request));
}

Slugs found(const LittleIndex& index, std::string text, std::string lang = {}) {
    return slugs(search(index, asking(std::move(text), std::move(lang))));
}

Article in_category(Article article, std::string category) {
    article.category = std::move(category);
    return article;
}

// A dozen articles that say the same.
LittleIndex equals() {
    std::vector<Article> articles;
    for (int i = 0; i < 12; ++i) articles.push_back(an_article("ru", "a" + std::to_string(i), "Возврат денег", "деньги"));
    return LittleIndex(articles);
}

}  // namespace

TEST_CASE("an article is found by any form of its words") {
    const LittleIndex index({an_article("ru", "refund", "Как вернуть деньги", "Мы вернём платёж на карту."),
                             an_article("ru", "visit", "Визит мастера", "Мастер приедет завтра.")});
    CHECK(found(index, "").empty());
    for (const char* text : {"деньгами", "возврат", "возвращать", "ПЛАТЕЖИ", "платежей", "карты", "карта?", "вернуть"})
        CHECK(found(index, text) == Slugs{"refund"});
}

TEST_CASE("a title outranks a text, and so do the customers' own questions") {
    Article asked = an_article("ru", "asked", "Расчёты", "Слова о другом и ещё немного слов.");
    asked.questions = {"где мои деньги"};
    const LittleIndex index({an_article("ru", "text", "Прочее", "Здесь деньги упомянуты среди других слов."),
                             an_article("ru", "title", "Деньги", "Слова о другом и ещё немного слов."), asked});
    const Slugs slugs = found(index, "деньги");
    REQUIRE(slugs.size() == 3);
    CHECK(slugs.back() == "text");
}

TEST_CASE("more of the words rank higher than fewer") {
    const LittleIndex index({an_article("ru", "one", "Оплата", "картой нельзя"), an_article("ru", "two", "Оплата", "наличными"),
                             an_article("ru", "three", "Прочее", "слова")});
    CHECK(found(index, "оплата картой") == Slugs{"one", "two"});
}

TEST_CASE("stop words count only when there is nothing else") {
    const LittleIndex index({an_article("ru", "how", "Как и что", "как что"), an_article("ru", "pay", "Оплата", "картой")});
    CHECK(found(index, "как оплата") == Slugs{"pay"});
    CHECK(found(index, "как") == Slugs{"how"});
}

TEST_CASE("a query without words finds nothing, and any bytes are a query") {
    const LittleIndex index({an_article("ru", "a", "Деньги", "деньги")});
    CHECK(search(index, asking("", "ru")).total == 0);
    CHECK(search(index, asking(" ?! ", "ru")).hits.empty());
    CHECK(search(index, asking("\xFF\xFE деньги \xC0", "ru")).total == 1);
    CHECK(search(index, asking(std::string("деньги\0x", 14), "ru")).total == 1);
    std::string garbage;
    for (int i = 0; i < 100'000; ++i) garbage += static_cast<char>(i * 131 + i / 7);
    CHECK_NOTHROW(search(index, asking(garbage, "ru")));
    CHECK_NOTHROW(search(index, asking(std::string(100'000, 'a'), garbage, garbage)));
    std::string words;
    for (int i = 0; i < 20'000; ++i) words += "слово" + std::to_string(i) + " ";
    CHECK(search(index, asking(words, "ru")).total == 0);
    for (const char* text : {"a AND", "NOT", "title:x", "\"open", "a*", "(((", "XOR NEAR/3 ~"}) CHECK_NOTHROW(search(index, asking(text)));
}

TEST_CASE("a category holds what is in it and below it") {
    const LittleIndex index({in_category(an_article("ru", "a", "Деньги"), "pay"), in_category(an_article("ru", "b", "Деньги"), "pay/cards"),
                             in_category(an_article("ru", "c", "Деньги"), "payments"), an_article("ru", "d", "Деньги")});
    SearchRequest request = asking("деньги", "ru", "pay");
    CHECK(slugs(search(index, request)) == Slugs{"a", "b"});
    CHECK(search(index, request).total == 2);
    request.category = "pay/cards";
    CHECK(slugs(search(index, request)) == Slugs{"b"});
    request.category = "pa";
    CHECK(search(index, request).total == 0);
    request.category = "";
    const Results all = search(index, request);
    CHECK(all.total == 4);
    REQUIRE(all.categories.size() == 3);
    CHECK(all.categories[0].slug == "pay");
    CHECK(all.categories[0].count == 1);
    CHECK(all.categories[0].title == "Pay");
}

TEST_CASE("a language is preferred and never hides the other") {
    const LittleIndex index({an_article("ru", "ru", "VPN", "vpn"), an_article("en", "en", "VPN", "vpn")});
    CHECK(found(index, "vpn", "ru") == Slugs{"ru", "en"});
    CHECK(found(index, "vpn", "en") == Slugs{"en", "ru"});
    const Results results = search(index, asking("vpn", "en"));
    CHECK_FALSE(results.hits[0].other_language);
    CHECK(results.hits[1].other_language);
    CHECK_FALSE(search(index, asking("vpn", "")).hits[1].other_language);
    CHECK(found(index, "vpn", "de").size() == 2);
}

TEST_CASE("equal articles come in the order of their slugs") {
    const LittleIndex index = equals();
    const Slugs first = slugs(search(index, asking("деньги", "ru", "", 100)));
    CHECK(std::is_sorted(first.begin(), first.end()));
    CHECK(slugs(search(index, asking("деньги", "ru", "", 100))) == first);
}

TEST_CASE("pages put together are the whole answer") {
    const LittleIndex index = equals();
    const Slugs whole = slugs(search(index, asking("деньги возврат", "ru", "", 100)));
    REQUIRE(whole.size() == 12);
    for (const std::size_t limit : {1u, 5u, 12u}) {
        Slugs together;
        for (std::size_t offset = 0; offset < 15; offset += limit) {
            const Results page = search(index, asking("деньги возврат", "ru", "", limit, offset));
            CHECK(page.total == 12);
            for (const std::string& slug : slugs(page)) together.push_back(slug);
        }
        CHECK(together == whole);
    }
    CHECK(search(index, asking("деньги", "ru", "", 0)).hits.empty());
    CHECK(search(index, asking("деньги", "ru", "", 10, 1'000'000)).hits.empty());
}

TEST_CASE("a hit carries everything that a page of results shows") {
    Article article = an_article("ru", "refund", "Как вернуть деньги");
    article.category = "pay";
    article.updated = 1'780'000'000;
    article.sections = {{"", "", 0, "Вступление."}, {"card", "На карту", 2, "Вернём за три дня."}};
    LittleIndex index;
    GenerationInfo info;
    info.site.base_url = "https://example.com/help";
    info.categories = {{"ru", "pay", "Оплата", "", 1}};
    index.publish({article}, info);
    const Results results = search(index, asking("дня", "ru"));
    REQUIRE(results.hits.size() == 1);
    const Hit& hit = results.hits[0];
    CHECK(hit.title == "Как вернуть деньги");
    CHECK(hit.url == "/help/ru/articles/refund");
    CHECK(hit.category_slug == "pay");
    CHECK(hit.category_title == "Оплата");
    CHECK(hit.updated == 1'780'000'000);
    CHECK(hit.section == SectionLink{"card", "На карту"});
    CHECK(hit.snippet == std::vector<Fragment>{{"Вернём за три ", false}, {"дня", true}, {".", false}});
    CHECK(hit.score > 0);
    CHECK_FALSE(search(index, asking("вступление", "ru")).hits[0].section);
}

TEST_CASE("equal questions to equal content have one identity") {
    const LittleIndex index({an_article("ru", "a", "Деньги")});
    const auto id = [&](const SearchRequest& request) { return search(index, request).search_id; };
    const SearchRequest request = asking("деньги", "ru");
    CHECK(id(request).size() == 16);
    CHECK(id(request) == id(asking(" деньги ", "ru")));
    CHECK(id(request) != id(asking("деньги", "en")));
    CHECK(id(request) != id(asking("деньги", "ru", "pay")));
    CHECK(id(request) == id(asking("деньги", "ru", "", 10, 10)));
}

TEST_CASE("what is longer than any word is left as it was typed") {
    const LittleIndex index({an_article("ru", "a", "Шум", "шум и пароль")});
    const Searcher searcher(index.snapshot());
    for (const std::string& part : {std::string("sh"), std::string("ш"), std::string("gf"), std::string("parol")}) {
        std::string typed;
        while (typed.size() < 900) typed += part;
        CHECK_FALSE(must(searcher.search(asking(typed))).interpretation);
    }
}

TEST_CASE("the stages of a query can be looked at") {
    const LittleIndex index({an_article("ru", "a", "Деньги назад", "деньги")});
    const Explanation explanation = must(Searcher(index.snapshot()).explain(asking("как деньги деньги", "ru")));
    std::string all;
    for (const Explanation::Stage& stage : explanation.stages) {
        all += stage.name + "\n";
        for (const std::string& line : stage.lines) all += line + "\n";
    }
    for (const char* part : {"words and their terms", "деньги → X:деньги", "×2", "(says how, not what)", "in public articles", "left out", "found: 1"})
        CHECK(all.find(part) != std::string::npos);
    CHECK(all.find("internal") == std::string::npos);
    CHECK(slugs(explanation.results) == Slugs{"a"});
}

TEST_CASE("threads searching one snapshot find the same") {
    const LittleIndex index = equals();
    const Searcher searcher(index.snapshot());
    const Slugs expected = slugs(must(searcher.search(asking("деньги", "ru"))));
    std::vector<int> equal(4);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < equal.size(); ++i)
        threads.emplace_back([&, i] {
            bool same = true;
            for (int round = 0; round < 50; ++round) {
                const auto results = searcher.search(asking("деньги", "ru"));
                same = same && results && slugs(*results) == expected;
            }
            equal[i] = same;
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(equal == std::vector<int>{1, 1, 1, 1});
}

TEST_CASE("a word of the same stem is marked only when no article has the word itself") {
    const auto marked = [](const LittleIndex& index, std::string text) {
        std::string words;
        for (const Hit& hit : search(index, asking(std::move(text))).hits) {
            for (const Fragment& fragment : hit.snippet) words += fragment.match ? "[" + fragment.text + "]" : "";
        }
        return words;
    };
    const Article almost = an_article("ru", "almost", "Доставка", "Доставка почти готова.");
    const Article mail = an_article("ru", "mail", "Письма", "Почта приходит утром.");
    CHECK(marked(LittleIndex({almost, mail}), "почтой доставка").find("почти") == std::string::npos);
    CHECK(marked(LittleIndex({almost, mail}), "почтой").find("Почта") != std::string::npos);
    CHECK(marked(LittleIndex({almost}), "почтой").find("почти") != std::string::npos);
}

}  // namespace kb
