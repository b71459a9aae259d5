// What comes nearest to words, for who found nothing else.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "server/visit.h"

namespace kb::server {

// The best answers to `text`, each article once, whatever the language.
std::vector<const CatalogEntry*> nearest_articles(const Visit& visit, std::string text, std::size_t limit);

}  // namespace kb::server
