// What search engines read of a page: JSON-LD in the words of schema.org.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "server/visit.h"

namespace kb::server {

// The site itself and how to search it.
nlohmann::ordered_json site_data(const Visit& visit);
// Where a page stands; `links` as breadcrumbs() makes them, with that of the page at the end.
nlohmann::ordered_json breadcrumb_data(const Visit& visit, const nlohmann::ordered_json& links);
nlohmann::ordered_json article_data(const Visit& visit, const CatalogEntry& entry);

// As a page may hold it in a script element; empty when there is nothing, or when kb.yaml does not say where the site is.
std::string structured_data_text(const Visit& visit, const nlohmann::ordered_json& things);

}  // namespace kb::server
