// What visitors see when there is no page, or when we failed.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "server/page/frame.h"
#include "server/pages/pages.h"

namespace kb::server {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_nearest = 4;

// The words of the last part of an address that names something: /old/vozvrat-deneg.html → "vozvrat deneg".
std::string words_of(std::string_view path) {
    while (path.ends_with('/')) path.remove_suffix(1);
    std::string words(path.substr(std::min(path.rfind('/') + 1, path.size())));
    if (const std::size_t ending = words.rfind('.'); ending != words.npos && words.size() - ending <= 6) words.resize(ending);
    std::replace_if(words.begin(), words.end(), [](char letter) { return letter == '-' || letter == '_' || letter == '.'; }, ' ');
    return words;
}

// The same article in another language is no news.
bool is_shown(const Visit& visit, const CatalogEntry& entry, const std::vector<const CatalogEntry*>& articles) {
    const auto translations = visit.snapshot().translations(entry, visitor_audience);
    return std::any_of(translations.begin(), translations.end(), [&](const CatalogEntry* other) {
        return std::find(articles.begin(), articles.end(), other) != articles.end();
    });
}

// Slugs are often Russian in Latin letters, and the search reads those.
std::vector<const CatalogEntry*> nearest_articles(const Visit& visit) {
    std::vector<const CatalogEntry*> articles;
    SearchRequest request;
    request.text = words_of(visit.request.path);
    request.lang = visit.lang;
    request.limit = 2 * most_nearest;
    const auto results = visit.generation.searcher.search(request);
    if (!results) return articles;
    for (const Hit& hit : results->hits) {
        const CatalogEntry* entry = visit.snapshot().find(hit.lang, hit.slug, visitor_audience);
        if (entry != nullptr && !is_shown(visit, *entry, articles)) articles.push_back(entry);
        if (articles.size() == most_nearest) break;
    }
    return articles;
}

}  // namespace

Response show_failure(const Visit& visit, int status) {
    const std::string key = "failure." + std::to_string(status);
    const Texts& texts = visit.presentation.texts;
    PageHead head;
    head.title = texts.get(visit.lang, key + ".title");
    head.address = home_address(visit, visit.lang);
    head.indexable = false;
    Json view = page_frame(visit, head);
    view["header_search"] = false;
    view["status"] = std::to_string(status);
    view["title"] = head.title;
    view["advice"] = texts.get(visit.lang, key + ".advice");
    const bool is_lost = status == 404 || status == 410;
    view["categories"] = is_lost ? category_cards(visit, "", visit.lang) : Json::array();
    view["articles"] = is_lost ? article_links(visit, nearest_articles(visit)) : Json::array();
    view["has_articles"] = !view["articles"].empty();
    view["has_categories"] = !view["categories"].empty();
    return render_page(visit, status, "failure", view).with("Vary", "Accept-Language");
}

}  // namespace kb::server
