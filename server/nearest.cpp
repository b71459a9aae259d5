#include "server/nearest.h"

#include <algorithm>

namespace kb::server {

namespace {

// Whether it is among them in another language.
bool is_shown(const Visit& visit, const CatalogEntry& entry, const std::vector<const CatalogEntry*>& articles) {
    const auto translations = visit.snapshot().translations(entry, visit.audience());
    return std::any_of(translations.begin(), translations.end(), [&](const CatalogEntry* other) {
        return std::find(articles.begin(), articles.end(), other) != articles.end();
    });
}

}  // namespace

std::vector<const CatalogEntry*> nearest_articles(const Visit& visit, std::string text, std::size_t limit) {
    std::vector<const CatalogEntry*> articles;
    SearchRequest request;
    request.text = std::move(text);
    request.lang = visit.lang;
    request.limit = 2 * limit;
    request.audience = visit.audience();
    const auto results = visit.generation.searcher.search(request);
    if (!results) return articles;
    for (const Hit& hit : results->hits) {
        const CatalogEntry* entry = visit.snapshot().find(hit.lang, hit.slug, visit.audience());
        if (entry != nullptr && !is_shown(visit, *entry, articles)) articles.push_back(entry);
        if (articles.size() == limit) break;
    }
    return articles;
}

}  // namespace kb::server
