#include "server/related.h"

#include <algorithm>

namespace kb::server {

std::vector<const CatalogEntry*> related_articles(const Snapshot& snapshot, const CatalogEntry& entry,
                                                  const StoredArticle& article, Audience audience, std::size_t limit) {
    std::vector<const CatalogEntry*> related;
    const auto add = [&](const CatalogEntry* other) {
        const bool known =
            other == nullptr || other == &entry || std::find(related.begin(), related.end(), other) != related.end();
        if (!known && related.size() < limit) related.push_back(other);
    };
    for (const std::string_view slug : article.related) {
        const CatalogEntry* found = snapshot.find(entry.lang, slug, audience);
        add(found != nullptr ? found : snapshot.find_alias(entry.lang, slug, audience));
    }
    if (entry.category.empty()) return related;
    for (const CatalogEntry* other : snapshot.articles_in(entry.lang, entry.category, audience)) add(other);
    return related;
}

}  // namespace kb::server
