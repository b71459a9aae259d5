// What visitors see when there is no page, or when we failed.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "server/nearest.h"
#include "server/page/contact_link.h"
#include "server/page/frame.h"
#include "server/pages/pages.h"

namespace kb::server {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_nearest = 4;

// The words of the last part of an address that names something: /old/vozvrat-deneg.html → "vozvrat deneg". Slugs are often
// Russian in Latin letters, and the search reads those.
std::string words_of(std::string_view path) {
    while (path.ends_with('/')) path.remove_suffix(1);
    std::string words(path.substr(std::min(path.rfind('/') + 1, path.size())));
    if (const std::size_t ending = words.rfind('.'); ending != words.npos && words.size() - ending <= 6) words.resize(ending);
    std::replace_if(words.begin(), words.end(), [](char letter) { return letter == '-' || letter == '_' || letter == '.'; }, ' ');
    return words;
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
    view["articles"] = is_lost ? article_links(visit, nearest_articles(visit, words_of(visit.request.path), most_nearest)) : Json::array();
    view["contact"] = is_lost ? contact_offer(visit, {.page = visit.request.path}) : Json();
    view["has_articles"] = !view["articles"].empty();
    view["has_categories"] = !view["categories"].empty();
    return render_page(visit, status, "failure", view).with("Vary", "Accept-Language");
}

}  // namespace kb::server
