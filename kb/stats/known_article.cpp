#include "kb/stats/known_article.h"

#include "kb/base/address.h"

namespace kb {

const CatalogEntry* find_shown(const Snapshot& snapshot, std::string_view lang, std::string_view slug) {
    if (const CatalogEntry* entry = snapshot.find(lang, slug, Audience::staff)) return entry;
    if (const CatalogEntry* entry = snapshot.find_alias(lang, slug, Audience::staff)) return entry;
    return nullptr;
}

KnownArticle known_article(const Snapshot& snapshot, const CatalogEntry& entry) {
    return {std::string(entry.slug), std::string(entry.lang), std::string(entry.title),
            article_address(snapshot.site().base_path(), entry.lang, entry.slug)};
}

KnownArticle known_article(const Snapshot& snapshot, std::string_view lang, std::string_view slug) {
    const CatalogEntry* entry = find_shown(snapshot, lang, slug);
    if (entry != nullptr) return known_article(snapshot, *entry);
    for (const std::string& other : snapshot.site().languages) {
        if (const CatalogEntry* original = snapshot.find(other, slug, Audience::staff))
            return {std::string(slug), std::string(lang), std::string(original->title), article_address(snapshot.site().base_path(), lang, slug)};
    }
    return {std::string(slug), std::string(lang), {}, {}};
}

}  // namespace kb
