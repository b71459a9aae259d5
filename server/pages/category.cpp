// GET /{lang}/categories/{path...}
#include <nlohmann/json.hpp>

#include "kb/base/address.h"
#include "server/http/url.h"
#include "server/page/frame.h"
#include "server/pages/pages.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

Response show_category(const Visit& visit) {
    const std::string_view path = visit.capture("path");
    const Snapshot& snapshot = visit.snapshot();
    const auto category = snapshot.category(visit.lang, path, visitor_audience);
    if (!category) return show_failure(visit, 404);

    const std::string& base = visit.generation.base_path;
    PageHead head;
    head.title = category->title;
    head.description = category->description;
    head.address = category_address(base, visit.lang, encode_path(path));
    head.category = path;
    for (const std::string& lang : visit.generation.site().languages) {
        if (lang != visit.lang && snapshot.category(lang, path, visitor_audience))
            head.translations.emplace(lang, category_address(base, lang, encode_path(path)));
    }
    Json articles = Json::array();
    for (const CatalogEntry* entry : snapshot.articles_in(visit.lang, path, visitor_audience))
        articles.push_back({{"title", entry->title},
                            {"description", entry->description},
                            {"url", article_address(base, entry->lang, entry->slug)}});
    Json view = page_frame(visit, head);
    view["breadcrumbs"] = breadcrumbs(visit, path, true);
    view["title"] = category->title;
    view["count"] = visit.presentation.texts.count(visit.lang, "articles", category->articles);
    view["categories"] = category_cards(visit, path);
    view["has_categories"] = !view["categories"].empty();
    view["has_articles"] = !articles.empty();
    view["articles"] = std::move(articles);
    return render_page(visit, 200, "category", view);
}

}  // namespace kb::server
