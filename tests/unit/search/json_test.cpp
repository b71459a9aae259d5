// The shapes that docs/ and clients rely on: every key, in its order.
#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "kb/search/json.h"
#include "kb/search/searcher.h"
#include "tests/world/little_index.h"
#include "tests/world/must.h"

namespace kb {

namespace {

Results an_answer() {
    Results results;
    results.query = "деньги";
    results.lang = "ru";
    results.search_id = "00000000deadbeef";
    results.total = 12;
    results.took_ms = 1.23456;
    Hit hit;
    hit.slug = "refund";
    hit.lang = "ru";
    hit.title = "Возврат";
    hit.url = "/ru/articles/refund";
    hit.category_slug = "pay";
    hit.category_title = "Оплата";
    hit.section = SectionLink{"card", "На карту"};
    hit.snippet = {{"Вернём ", false}, {"деньги", true}};
    hit.score = 3.14159;
    hit.updated = 1'780'000'000;
    results.hits = {hit};
    results.categories = {{"pay", "Оплата", 7}};
    results.did_you_mean = {"денег"};
    return results;
}

}  // namespace

TEST_CASE("an answer in JSON has the documented shape") {
    CHECK(to_json(an_answer()).dump() ==
          R"({"query":"деньги","lang":"ru","search_id":"00000000deadbeef","total":12,"took_ms":1.235,"interpretation":null,)"
          R"("hits":[{"slug":"refund","lang":"ru","title":"Возврат","url":"/ru/articles/refund",)"
          R"("category":{"slug":"pay","title":"Оплата"},"section":{"anchor":"card","heading":"На карту"},)"
          R"("snippet":[{"text":"Вернём ","match":false},{"text":"деньги","match":true}],"score":3.142,)"
          R"("updated":"2026-05-28T20:26:40Z","other_language":false}],)"
          R"("facets":{"category":[{"slug":"pay","title":"Оплата","count":7}]},"did_you_mean":["денег"]})");
}

TEST_CASE("what is absent is null or an empty list, never left out") {
    Results results = an_answer();
    results.hits[0].section.reset();
    results.interpretation = Interpretation{"layout", "деньги"};
    const auto json = to_json(results);
    CHECK(json["hits"][0]["section"].is_null());
    CHECK(json["interpretation"].dump() == R"({"kind":"layout","text":"деньги"})");
    const auto empty = to_json(Results{});
    CHECK(empty["hits"].dump() == "[]");
    CHECK(empty["did_you_mean"].dump() == "[]");
    CHECK(empty["facets"].dump() == R"({"category":[]})");
}

TEST_CASE("suggestions in JSON have the documented shape") {
    Suggestions suggestions;
    suggestions.query = "опл";
    suggestions.suggestions = {{Suggestion::Kind::article, "Оплата", "/ru/articles/pay", {{0, 6}}},
                               {Suggestion::Kind::category, "Оплата", "/ru/categories/pay", {}}};
    CHECK(to_json(suggestions).dump() ==
          R"({"query":"опл","suggestions":[{"kind":"article","text":"Оплата","ranges":[[0,6]],"url":"/ru/articles/pay"},)"
          R"({"kind":"category","text":"Оплата","ranges":[],"url":"/ru/categories/pay"}]})");
}

TEST_CASE("whatever is asked, the answer can be written as JSON") {
    const test::LittleIndex index({test::an_article("ru", "a", "Деньги \"<&>\" 🙂", "деньги\n\"в кавычках\"")});
    const Searcher searcher(index.snapshot());
    for (const std::string text : {"деньги", "\xFF\xC0 деньги", "", "\"'<>\\"}) {
        for (const std::string lang : {"ru", "", "\xFF\xFE", "klingon"})
            CHECK_NOTHROW(to_json(test::must(searcher.search(test::asking(text, lang, "\xFF")))).dump());
    }
}

}  // namespace kb
