// What all pages share: head, search box, language switch.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "server/visit.h"

namespace kb::server {

struct PageHead {
    std::string title;        // without the name of the site; empty on its home page
    std::string description;
    std::string address;      // of this page, with the base path
    bool indexable = true;    // by search engines
    // Addresses of the same in other languages, where it exists; elsewhere the switch leads to the home page.
    std::map<std::string, std::string> translations;
    std::string query;        // to stand in the search box
    std::string category;     // to search in
};

// The view of layout parts: `head` and everything they name. Pages add their own to it.
nlohmann::ordered_json page_frame(const Visit& visit, const PageHead& head);

Response render_page(const Visit& visit, int status, std::string_view page, const nlohmann::ordered_json& view);

// Of the site, in the language of the visit.
std::string site_title(const Visit& visit);

// The whole address of something on this site; empty when kb.yaml does not say where the site is.
std::string absolute_address(const Visit& visit, const std::string& address);
std::string feed_address(const Visit& visit, std::string_view lang);
std::string home_address(const Visit& visit, std::string_view lang);
std::string search_address(const Visit& visit, std::string_view lang, std::string_view query,
                           std::string_view category = {}, std::size_t page = 1);

// Links from the home page down to a category; the last one is the page itself when `ends_here`.
nlohmann::ordered_json breadcrumbs(const Visit& visit, std::string_view category, bool ends_here);

// Cards of categories: title, description, address, how many articles.
nlohmann::ordered_json category_cards(const Visit& visit, std::string_view below);

}  // namespace kb::server
