// GET /api/v1/articles/{lang}/{slug}
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/base/address.h"
#include "kb/base/date.h"
#include "kb/base/url.h"
#include "server/api/endpoints.h"
#include "server/api/json_answer.h"
#include "server/related.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

namespace {

Json links_to(const Visit& visit, const std::vector<const CatalogEntry*>& entries) {
    Json links = Json::array();
    for (const CatalogEntry* entry : entries)
        links.push_back({{"lang", entry->lang},
                         {"slug", entry->slug},
                         {"title", entry->title},
                         {"url", article_address(visit.generation.base_path, entry->lang, entry->slug)}});
    return links;
}

Json sections_of(const StoredArticle& article) {
    Json sections = Json::array();
    for (const StoredSection& section : article.sections)
        sections.push_back({{"anchor", section.anchor},
                            {"heading", section.heading},
                            {"level", section.level},
                            {"text", section.text}});
    return sections;
}

Json text_or_null(std::string_view text) {
    return text.empty() ? Json() : Json(text);
}

Json article_json(const Visit& visit, const CatalogEntry& entry, const StoredArticle& article,
                  const std::string& html) {
    const Snapshot& snapshot = visit.snapshot();
    const std::string category_title =
        entry.category.empty() ? "" : snapshot.category_title(entry.lang, entry.category);
    Json json = {{"slug", entry.slug},
            {"lang", entry.lang},
            {"title", entry.title},
            {"description", entry.description},
            {"url", article_address(visit.generation.base_path, entry.lang, entry.slug)},
            {"category", {{"slug", entry.category}, {"title", category_title}}},
            {"html", html},
            {"sections", sections_of(article)},
            {"translations", links_to(visit, snapshot.translations(entry, visit.audience()))},
            {"related", links_to(visit, related_articles(snapshot, entry, article, visit.audience()))},
            {"tags", article.tags},
            {"questions", article.questions},
            {"updated", to_iso_time(article.updated)},
            {"last_reviewed", text_or_null(article.last_reviewed)},
            {"commit", text_or_null(article.commit)}};
    if (entry.half == Half::internal) json["internal"] = true;
    return json;
}

}  // namespace

Response answer_article(const Visit& visit) {
    const std::string_view lang = visit.capture("lang"), slug = visit.capture("slug");
    const Snapshot& snapshot = visit.snapshot();
    const CatalogEntry* entry = snapshot.find(lang, slug, visit.audience());
    if (entry == nullptr) {
        const CatalogEntry* moved = snapshot.find_alias(lang, slug, visit.audience());
        if (moved == nullptr && snapshot.was_removed(lang, slug))
            return json_error(410, "gone", "this article was removed", "look for another one with /api/v1/search");
        if (moved == nullptr)
            return json_error(404, "not_found", "there is no such article", "look for it with /api/v1/search");
        return redirect(301, encode_path(fmt::format("{}/api/v1/articles/{}/{}", visit.generation.base_path,
                                                     moved->lang, moved->slug)));
    }
    const auto article = snapshot.article(*entry);
    if (!article) return json_error(500, "unreadable_article", "this article cannot be read", "try again in a moment");
    const auto html = article->page();
    if (!html) return json_error(500, "unreadable_article", "this article cannot be read", "try again in a moment");
    return json_response(200, article_json(visit, *entry, *article, *html));
}

}  // namespace kb::server
