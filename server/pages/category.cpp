// GET /{lang}/categories/{path...}
#include <nlohmann/json.hpp>

#include "kb/base/address.h"
#include "kb/base/url.h"
#include "server/page/contact_link.h"
#include "server/page/foreign.h"
#include "server/page/frame.h"
#include "server/page/pager.h"
#include "server/page/structured_data.h"
#include "server/pages/pages.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

namespace {

// The category as readers of a language see it.
struct Found {
    std::string lang;
    CategoryView category;
};

// In the language of the visit, when there are articles in it; else in another one that has some.
std::optional<Found> find(const Visit& visit, std::string_view path) {
    const SiteConfig& site = visit.generation.site();
    std::vector<std::string> languages = {visit.lang, site.default_language};
    languages.insert(languages.end(), site.languages.begin(), site.languages.end());
    for (const std::string& lang : languages) {
        if (auto category = visit.snapshot().category(lang, path, visit.audience())) return Found{lang, std::move(*category)};
    }
    return {};
}

PageHead head_of(const Visit& visit, const CategoryView& category, const std::string& lang, const Json& trail) {
    const auto address = [&](const std::string& in) {
        return category_address(visit.generation.base_path, in, category.path);
    };
    PageHead head;
    head.title = category.title;
    head.description = category.description;
    head.address = address(visit.lang);
    if (lang != visit.lang) head.original = address(lang);
    for (const std::string& other : visit.generation.site().languages) {
        const bool exists = visit.snapshot().category(other, category.path, visit.audience()).has_value();
        (exists ? head.translations : head.fallbacks).emplace(other, address(other));
    }
    head.structured_data = Json::array({breadcrumb_data(visit, trail)});
    return head;
}

}  // namespace

Response show_category(const Visit& visit) {
    const std::string_view path = visit.capture("path");
    const Snapshot& snapshot = visit.snapshot();
    const auto found = find(visit, path);
    if (!found) return show_failure(visit, 404);

    const auto& [lang, category] = *found;
    const Json trail = breadcrumbs(visit, path, true, lang);
    Json list = Json::object();
    PageHead head = head_of(visit, category, lang, trail);
    head.address = add_articles(visit, snapshot.articles_in(lang, path, visit.audience()), head.address, list);
    Json view = page_frame(visit, head);
    view["breadcrumbs"] = trail;
    view["title"] = category.title;
    view["foreign"] = foreign_view(visit, lang);
    view["count"] = visit.presentation.texts.count(visit.lang, "articles", category.articles);
    view["categories"] = category_cards(visit, path, lang);
    view["has_categories"] = !view["categories"].empty();
    view.update(list);
    view["contact"] = contact_offer(visit, {.page = category_address(visit.generation.base_path, visit.lang, path)});
    return render_page(visit, 200, "category", view);
}

}  // namespace kb::server
