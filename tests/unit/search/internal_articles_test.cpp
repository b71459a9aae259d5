// Words of internal articles, planted, must not be felt by customers anywhere.
#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "kb/search/json.h"
#include "kb/search/searcher.h"
#include "kb/search/suggester.h"
#include "tests/world/little_index.h"
#include "tests/world/must.h"

namespace kb {

using test::an_article;
using test::an_internal_article;
using test::LittleIndex;
using test::asking;
using test::must;
using test::slugs;

namespace {

Article planted() {
    Article article = an_internal_article("ru", "plan-secretslug", "Секретплан возврата", "Слово кодграфит и деньги.");
    article.category = "secretfolder";
    article.questions = {"как включить кодграфит"};
    article.tags = {"кодграфит"};
    article.description = "кодграфит";
    return article;
}

std::vector<Article> open_articles() {
    return {an_article("ru", "a", "Возврат", "Деньги вернём."), an_article("ru", "b", "Оплата", "Деньги картой.")};
}

std::vector<Article> with(std::vector<Article> articles, Article more) {
    articles.push_back(std::move(more));
    return articles;
}

const char* const secrets[] = {"кодграфит", "секретплан", "secretslug", "secretfolder"};

}  // namespace

TEST_CASE("customers never find an internal article, and staff do") {
    const LittleIndex index(with(open_articles(), planted()));
    const Searcher searcher(index.snapshot());
    for (const char* word : {"кодграфит", "секретплан"}) {
        SearchRequest request = asking(word, "ru");
        CHECK(must(searcher.search(request)).total == 0);
        request.audience = Audience::staff;
        CHECK(slugs(must(searcher.search(request))) == std::vector<std::string>{"plan-secretslug"});
    }
    SearchRequest in_folder = asking("деньги", "ru", "secretfolder");
    CHECK(must(searcher.search(in_folder)).total == 0);
    in_folder.audience = Audience::staff;
    CHECK(must(searcher.search(in_folder)).total == 1);
}

TEST_CASE("a customer's slip is never corrected to a word of internal articles, and staff's is") {
    const LittleIndex index(with(open_articles(), planted()));
    const Searcher searcher(index.snapshot());
    for (const char* typed : {"кодгрфит", "rjluhfabn", "kodgrafit", "код графит"}) {
        INFO(typed);
        SearchRequest request = asking(typed, "ru");
        const Results results = must(searcher.search(request));
        CHECK(to_json(results).dump().find("кодграфит") == std::string::npos);
        request.audience = Audience::staff;
        CHECK(must(searcher.search(request)).interpretation);
    }
    CHECK(Suggester(index.snapshot()).suggest({"rjluhfa", "ru"}).suggestions.empty());
    CHECK_FALSE(Suggester(index.snapshot(), Audience::staff).suggest({"rjluhfa", "ru"}).suggestions.empty());
}

TEST_CASE("answers to customers are the same whether there are internal articles or not") {
    const LittleIndex without(open_articles()), with_internal(with(open_articles(), planted()));
    for (const char* text : {"деньги", "возврат", "возврат денег", "кодграфит деньги"}) {
        const auto answer = [&](const LittleIndex& index) {
            Results results = must(Searcher(index.snapshot()).search(asking(text, "ru")));
            results.took_ms = 0;
            results.search_id.clear();
            return to_json(results).dump();
        };
        CHECK(answer(without) == answer(with_internal));
    }
}

TEST_CASE("explanations for customers say nothing of internal articles") {
    const LittleIndex without(open_articles()), with_internal(with(open_articles(), planted()));
    const auto lines = [](const LittleIndex& index) {
        std::vector<std::string> all;
        for (const auto& stage : must(Searcher(index.snapshot()).explain(asking("кодграфит деньги", "ru"))).stages)
            all.insert(all.end(), stage.lines.begin(), stage.lines.end());
        return all;
    };
    CHECK(lines(without) == lines(with_internal));
}

TEST_CASE("suggestions, categories and the catalogue show customers nothing internal") {
    const LittleIndex index(with(open_articles(), planted()));
    const auto snapshot = index.snapshot();
    const Suggester customers(snapshot), staff(snapshot, Audience::staff);
    for (const char* typed : {"кодг", "секрет", "secret", "возврат", "как вкл", "план"}) {
        const std::string shown = to_json(customers.suggest({typed, "ru"})).dump();
        for (const char* secret : {"кодграфит", "Секретплан", "secretslug", "secretfolder", "Secretfolder"})
            CHECK(shown.find(secret) == std::string::npos);
    }
    CHECK(staff.suggest({"секрет", "ru"}).suggestions.size() == 1);
    CHECK(snapshot->categories("ru", Audience::customers).empty());
    for (const char* secret : secrets) CHECK_FALSE(snapshot->find("ru", secret, Audience::customers));
}

TEST_CASE("the public half on disk holds no word of internal articles") {
    const LittleIndex index(with(open_articles(), planted()));
    for (const auto& entry : std::filesystem::recursive_directory_iterator(index.current_directory() / "public")) {
        if (!entry.is_regular_file()) continue;
        const std::string bytes = test::content_of(entry.path());
        for (const char* secret : secrets) CHECK(bytes.find(secret) == std::string::npos);
    }
}

TEST_CASE("an article that becomes internal leaves nothing behind") {
    LittleIndex index(with(open_articles(), an_article("ru", "c", "Кодграфит", "кодграфит")));
    index.update({an_article("ru", "c", "Кодграфит")}, {an_internal_article("ru", "c", "Кодграфит", "кодграфит")});
    CHECK(must(Searcher(index.snapshot()).search(asking("кодграфит", "ru"))).total == 0);
    CHECK(Suggester(index.snapshot()).suggest({"кодг", "ru"}).suggestions.empty());
    CHECK_FALSE(index.snapshot()->find("ru", "c", Audience::customers));
}

}  // namespace kb
