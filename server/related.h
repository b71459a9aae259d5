// What to read after an article.
#pragma once

#include <vector>

#include "kb/index/snapshot.h"

namespace kb::server {

// Those that the writer named, then others of its category, in the language of the article; at most `limit`.
std::vector<const CatalogEntry*> related_articles(const Snapshot& snapshot, const CatalogEntry& entry,
                                                  const StoredArticle& article, Audience audience,
                                                  std::size_t limit = 5);

}  // namespace kb::server
