#include "kb/search/json.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "kb/base/date.h"
#include "kb/search/answer_text.h"

namespace kb {

using Json = nlohmann::ordered_json;

namespace {

std::string_view name_of(Suggestion::Kind kind) {
    switch (kind) {
        case Suggestion::Kind::article: return "article";
        case Suggestion::Kind::question: return "question";
        case Suggestion::Kind::query: return "query";
        case Suggestion::Kind::category: return "category";
    }
    return "article";
}

double rounded(double value) {
    return std::round(value * 1000) / 1000;
}

// Where there are many, objects are filled field by field, with room for all: of a list the library copies every field twice,
// and again whenever an object grows. That took a fifth of a search.
Json to_json(const Fragment& fragment) {
    Json::object_t fields;
    fields.reserve(2);
    fields.emplace("text", fragment.text);
    fields.emplace("match", fragment.match);
    return fields;
}

Json to_json(const Hit& hit) {
    Json::array_t snippet;
    snippet.reserve(hit.snippet.size());
    for (const Fragment& fragment : hit.snippet) snippet.push_back(to_json(fragment));
    Json::object_t category;
    category.reserve(2);
    category.emplace("slug", hit.category_slug);
    category.emplace("title", hit.category_title);
    Json::object_t fields;
    fields.reserve(11);
    fields.emplace("slug", hit.slug);
    fields.emplace("lang", hit.lang);
    fields.emplace("title", hit.title);
    fields.emplace("url", hit.url);
    fields.emplace("category", std::move(category));
    fields.emplace("section", hit.section ? Json{{"anchor", hit.section->anchor}, {"heading", hit.section->heading}} : Json());
    fields.emplace("snippet", std::move(snippet));
    fields.emplace("score", rounded(hit.score));
    fields.emplace("updated", to_iso_time(hit.updated));
    fields.emplace("other_language", hit.other_language);
    if (hit.visibility == Visibility::internal) fields.emplace("internal", true);
    return fields;
}

}  // namespace

Json to_json(const Results& results) {
    Json::array_t hits;
    hits.reserve(results.hits.size());
    for (const Hit& hit : results.hits) hits.push_back(to_json(hit));
    Json categories = Json::array();
    for (const FacetCount& facet : results.categories)
        categories.push_back({{"slug", facet.slug}, {"title", facet.title}, {"count", facet.count}});
    Json::object_t fields;
    fields.reserve(9);
    fields.emplace("query", results.query);
    fields.emplace("lang", results.lang);
    fields.emplace("search_id", results.search_id);
    fields.emplace("total", results.total);
    fields.emplace("took_ms", rounded(results.took_ms));
    const auto& read = results.interpretation;
    fields.emplace("interpretation", read ? Json{{"kind", read->kind}, {"text", read->text}} : Json());
    fields.emplace("hits", std::move(hits));
    fields.emplace("facets", Json{{"category", std::move(categories)}});
    fields.emplace("did_you_mean", results.did_you_mean);
    return fields;
}

Json to_json(const SimilarQuestion& similar) {
    const SolvedQuestion& question = similar.question;
    Json json = {{"id", question.id},           {"lang", question.lang},     {"subject", question.subject},
                 {"message", question.message}, {"answer", question.answer}, {"article", question.article.empty() ? Json() : Json(question.article)},
                 {"solved", question.solved}};
    json["reply"] = read_answer(question.answer);
    if (question.at != 0) json["at"] = to_iso_time(question.at);
    json["score"] = rounded(similar.score);
    json["why"] = similar.why;
    return json;
}

Json to_json(const SimilarResults& results) {
    Json::array_t articles;
    articles.reserve(results.articles.size());
    for (const SimilarArticle& similar : results.articles) {
        Json article = to_json(similar.hit);
        article["why"] = similar.why;
        if (similar.confirmed > 0) article["confirmed"] = similar.confirmed;
        articles.push_back(std::move(article));
    }
    Json questions = Json::array();
    for (const SimilarQuestion& similar : results.questions) questions.push_back(to_json(similar));
    return {{"articles", std::move(articles)}, {"questions", std::move(questions)}};
}

Json to_json(const Suggestions& suggestions) {
    Json list = Json::array();
    for (const Suggestion& suggestion : suggestions.suggestions) {
        Json ranges = Json::array();
        for (const auto& [from, to] : suggestion.ranges) ranges.push_back({from, to});
        list.push_back({{"kind", name_of(suggestion.kind)},
                        {"text", suggestion.text},
                        {"ranges", std::move(ranges)},
                        {"url", suggestion.url}});
    }
    return {{"query", suggestions.query}, {"suggestions", std::move(list)}};
}

}  // namespace kb
