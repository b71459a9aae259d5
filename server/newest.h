// What changed lately.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "kb/index/snapshot.h"

namespace kb::server {

// Articles in one language, the last changed first; of equal ones by title.
std::vector<const CatalogEntry*> newest_articles(const Snapshot& snapshot, std::string_view lang, Audience audience,
                                                 std::size_t limit);

}  // namespace kb::server
