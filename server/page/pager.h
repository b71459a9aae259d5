// Long lists, a page at a time.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "server/visit.h"

namespace kb::server {

// "2" → 2. Visitors see no errors: what is no number, or too small or large a one, is the nearest page there is.
std::size_t page_number(std::string_view text, std::size_t last);

constexpr std::size_t pages_for(std::size_t entries, std::size_t on_a_page) {
    return entries == 0 ? 1 : (entries + on_a_page - 1) / on_a_page;
}

// What part_pages shows: where the visitor is, and the way to the neighbours. Nothing when all is on one page.
void add_pager(const Visit& visit, std::size_t page, std::size_t pages, const std::function<std::string(std::size_t)>& address_of,
               nlohmann::ordered_json& view);

// The page of `entries` that the visitor asks for by "page" into `view`, with the way to the others. `address` is that of the
// first page. Returns the address of this one.
std::string add_articles(const Visit& visit, const std::vector<const CatalogEntry*>& entries, const std::string& address,
                         nlohmann::ordered_json& view);

}  // namespace kb::server
