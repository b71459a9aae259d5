// GET / and /{lang}/
#include <nlohmann/json.hpp>

#include "server/asked_often.h"
#include "server/newest.h"
#include "server/page/frame.h"
#include "server/page/pager.h"
#include "server/page/structured_data.h"
#include "server/pages/pages.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t most_newest = 6, most_queries = 8;

Json often_asked(const Visit& visit) {
    Json links = Json::array();
    if (visit.asked_often == nullptr) return links;
    for (const Suggestion& query : visit.asked_often->of(visit.lang).most_asked(search_page(visit, visit.lang), most_queries))
        links.push_back({{"text", query.text}, {"url", query.url}});
    return links;
}

}  // namespace

Response choose_language(const Visit& visit) {
    return redirect(302, home_address(visit, visit.lang)).with("Vary", "Accept-Language");
}

Response show_home(const Visit& visit) {
    const SiteConfig& site = visit.generation.site();
    PageHead head;
    head.description = localized(site.tagline, visit.lang, site.default_language);
    Json list = Json::object();
    const Snapshot& snapshot = visit.snapshot();
    head.address = add_articles(visit, snapshot.articles_in(visit.lang, "", visit.audience()), home_address(visit, visit.lang), list);
    for (const std::string& lang : site.languages) head.translations.emplace(lang, home_address(visit, lang));

    head.structured_data = Json::array({site_data(visit)});
    Json view = page_frame(visit, head);
    view["header_search"] = false;
    view["tagline"] = head.description;
    view["categories"] = category_cards(visit, "", visit.lang);
    view["has_categories"] = !view["categories"].empty();
    view.update(list);
    const auto newest = newest_articles(snapshot, visit.lang, visit.audience(), most_newest);
    // Where all articles stand on this page anyway, nothing is news.
    view["newest"] = view["has_categories"] ? article_links(visit, newest) : Json::array();
    view["has_newest"] = !view["newest"].empty();
    view["often_asked"] = often_asked(visit);
    view["has_often_asked"] = !view["often_asked"].empty();
    view["empty"] = newest.empty();
    return render_page(visit, 200, "home", view);
}

}  // namespace kb::server
