// What all pages share: head, search box, language switch.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "server/visit.h"

namespace kb::server {

struct PageHead {
    std::string title;        // without the name of the site; empty on its home page
    std::string description;
    std::string address;      // of this page, with the base path
    bool indexable = true;    // by search engines
    std::string original;     // the address of the same text, when this page only shows it again
    // Addresses of the same in other languages, where it exists.
    std::map<std::string, std::string> translations;
    // Where the language switch leads for the others; without an address here, to the home page.
    std::map<std::string, std::string> fallbacks;
    std::string query;        // to stand in the search box
    std::string markdown;     // the address of the same as Markdown
    nlohmann::ordered_json structured_data;  // see structured_data.h; may be null
};

// The view of layout parts: `head` and everything they name. Pages add their own to it.
nlohmann::ordered_json page_frame(const Visit& visit, const PageHead& head);

// What a script says, as JSON: the texts below `prefix`.
std::string script_texts(const Visit& visit, std::string_view prefix);

Response render_page(const Visit& visit, int status, std::string_view page, const nlohmann::ordered_json& view);

// Of the site, in the language of the visit.
std::string site_title(const Visit& visit);

// The whole address of something on this site; empty when kb.yaml does not say where the site is.
std::string absolute_address(const Visit& visit, const std::string& address);
std::string feed_address(const Visit& visit, std::string_view lang);
std::string home_address(const Visit& visit, std::string_view lang);
std::string privacy_address(const Visit& visit, std::string_view lang);
// Of results, without a query.
std::string search_page(const Visit& visit, std::string_view lang);
// How a results page was asked for.
struct SearchLink {
    std::string_view query, category = {};
    std::size_t page = 1;
    bool verbatim = false;
};
std::string search_address(const Visit& visit, std::string_view lang, const SearchLink& link);

// Links from the home page down to a category; the last one is the page itself when `ends_here`. Categories that have
// no articles in the language of the visit are called as in `other_lang`.
nlohmann::ordered_json breadcrumbs(const Visit& visit, std::string_view category, bool ends_here,
                                   std::string_view other_lang = {});

// Title, description and address of each; addresses are in the language of the visit.
nlohmann::ordered_json article_links(const Visit& visit, const std::vector<const CatalogEntry*>& entries);

// Cards of categories: title, description, address, how many articles. `lang` is that of the articles.
nlohmann::ordered_json category_cards(const Visit& visit, std::string_view below, std::string_view lang);

}  // namespace kb::server
