#include "server/newest.h"

#include <algorithm>

namespace kb::server {

std::vector<const CatalogEntry*> newest_articles(const Snapshot& snapshot, std::string_view lang, Audience audience,
                                                 std::size_t limit) {
    std::vector<const CatalogEntry*> newest;
    for (const CatalogEntry& entry : snapshot.articles()) {
        const bool visible = entry.half == Half::open || audience == Audience::staff;
        if (visible && entry.lang == lang) newest.push_back(&entry);
    }
    const auto end = newest.begin() + static_cast<std::ptrdiff_t>(std::min(limit, newest.size()));
    std::partial_sort(newest.begin(), end, newest.end(), [](const CatalogEntry* a, const CatalogEntry* b) {
        return a->updated != b->updated ? a->updated > b->updated : a->title < b->title;
    });
    newest.erase(end, newest.end());
    return newest;
}

}  // namespace kb::server
