// GET / and /{lang}/
#include <nlohmann/json.hpp>

#include "kb/base/address.h"
#include "server/page/frame.h"
#include "server/pages/pages.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

Response choose_language(const Visit& visit) {
    return redirect(302, home_address(visit, visit.lang)).with("Vary", "Accept-Language");
}

Response show_home(const Visit& visit) {
    const SiteConfig& site = visit.generation.site();
    PageHead head;
    head.description = localized(site.tagline, visit.lang, site.default_language);
    head.address = home_address(visit, visit.lang);
    for (const std::string& lang : site.languages) head.translations.emplace(lang, home_address(visit, lang));

    Json articles = Json::array();
    for (const CatalogEntry* entry : visit.snapshot().articles_in(visit.lang, "", visitor_audience))
        articles.push_back({{"title", entry->title},
                            {"description", entry->description},
                            {"url", article_address(visit.generation.base_path, entry->lang, entry->slug)}});
    Json view = page_frame(visit, head);
    view["header_search"] = false;
    view["tagline"] = head.description;
    view["categories"] = category_cards(visit, "");
    view["has_categories"] = !view["categories"].empty();
    view["has_articles"] = !articles.empty();
    view["empty"] = articles.empty() && view["categories"].empty();
    view["articles"] = std::move(articles);
    return render_page(visit, 200, "home", view);
}

}  // namespace kb::server
