#include "kb/search/json.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "kb/base/date.h"

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

Json to_json(const Hit& hit) {
    Json snippet = Json::array();
    for (const Fragment& fragment : hit.snippet) snippet.push_back({{"text", fragment.text}, {"match", fragment.match}});
    Json json = {{"slug", hit.slug},
                 {"lang", hit.lang},
                 {"title", hit.title},
                 {"url", hit.url},
                 {"category", {{"slug", hit.category_slug}, {"title", hit.category_title}}},
                 {"section", Json()},
                 {"snippet", std::move(snippet)},
                 {"score", rounded(hit.score)},
                 {"updated", to_iso_time(hit.updated)},
                 {"other_language", hit.other_language}};
    if (hit.section) json["section"] = {{"anchor", hit.section->anchor}, {"heading", hit.section->heading}};
    if (hit.visibility == Visibility::internal) json["internal"] = true;
    return json;
}

}  // namespace

Json to_json(const Results& results) {
    Json hits = Json::array();
    for (const Hit& hit : results.hits) hits.push_back(to_json(hit));
    Json categories = Json::array();
    for (const FacetCount& facet : results.categories)
        categories.push_back({{"slug", facet.slug}, {"title", facet.title}, {"count", facet.count}});
    Json json = {{"query", results.query},
                 {"lang", results.lang},
                 {"search_id", results.search_id},
                 {"total", results.total},
                 {"took_ms", rounded(results.took_ms)},
                 {"interpretation", Json()},
                 {"hits", std::move(hits)},
                 {"facets", {{"category", std::move(categories)}}},
                 {"did_you_mean", results.did_you_mean}};
    if (results.interpretation)
        json["interpretation"] = {{"kind", results.interpretation->kind}, {"text", results.interpretation->text}};
    return json;
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
