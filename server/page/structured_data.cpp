#include "server/page/structured_data.h"

#include <fmt/format.h>

#include "kb/base/address.h"
#include "kb/base/date.h"
#include "server/page/frame.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

namespace {

Json publisher(const Visit& visit) {
    return {{"@type", "Organization"}, {"name", site_title(visit)}};
}

}  // namespace

Json site_data(const Visit& visit) {
    const std::string home = absolute_address(visit, home_address(visit, visit.lang));
    return {{"@type", "WebSite"},
            {"name", site_title(visit)},
            {"url", home},
            {"inLanguage", visit.lang},
            {"potentialAction",
             {{"@type", "SearchAction"},
              {"target", {{"@type", "EntryPoint"}, {"urlTemplate", home + "search?q={search_term_string}"}}},
              {"query-input", "required name=search_term_string"}}}};
}

Json breadcrumb_data(const Visit& visit, const Json& links) {
    Json items = Json::array();
    for (const Json& link : links)
        items.push_back({{"@type", "ListItem"},
                         {"position", items.size() + 1},
                         {"name", link.at("title")},
                         {"item", absolute_address(visit, link.at("url").get<std::string>())}});
    return {{"@type", "BreadcrumbList"}, {"itemListElement", std::move(items)}};
}

Json article_data(const Visit& visit, const CatalogEntry& entry) {
    const std::string url =
        absolute_address(visit, article_address(visit.generation.base_path, entry.lang, entry.slug));
    Json data = {{"@type", "TechArticle"},
                 {"headline", entry.title},
                 {"url", url},
                 {"mainEntityOfPage", url},
                 {"inLanguage", entry.lang},
                 {"author", publisher(visit)},
                 {"publisher", publisher(visit)}};
    if (!entry.description.empty()) data["description"] = entry.description;
    if (entry.updated > 0) data["dateModified"] = to_iso_time(entry.updated);
    return data;
}

std::string structured_data_text(const Visit& visit, const Json& things) {
    if (visit.generation.site().base_url.empty() || things.empty()) return {};
    const std::string json = Json({{"@context", "https://schema.org"}, {"@graph", things}}).dump();
    // Whatever a title says, it cannot end the element.
    std::string safe;
    for (const char c : json) {
        if (c == '<') safe += "\\u003c";
        else safe += c;
    }
    return safe;
}

}  // namespace kb::server
