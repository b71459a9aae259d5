// GET /{lang}/articles/{slug}
#include <nlohmann/json.hpp>

#include "kb/base/address.h"
#include "kb/base/date.h"
#include "server/language/local_day.h"
#include "server/page/frame.h"
#include "server/pages/pages.h"
#include "server/related.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

namespace {

// Shorter articles need no table of contents.
constexpr std::size_t least_contents = 3;
constexpr int contents_level = 2;

Json contents_of(const StoredArticle& article) {
    Json contents = Json::array();
    for (const StoredSection& section : article.sections) {
        const bool listed = section.level > 0 && section.level <= contents_level && !section.anchor.empty();
        if (listed) contents.push_back({{"anchor", section.anchor}, {"heading", section.heading}});
    }
    return contents.size() < least_contents ? Json::array() : contents;
}

// When writers last looked at it; else when it last changed.
Json date_of(const Visit& visit, const StoredArticle& article) {
    const auto reviewed = parse_date(article.last_reviewed);
    if (!reviewed && article.updated <= 0) return {};
    const auto day = reviewed ? *reviewed : local_day(article.updated, visit.generation.site().timezone);
    const Texts& texts = visit.presentation.texts;
    return {{"label", texts.get(visit.lang, reviewed ? "article.reviewed" : "article.updated")},
            {"iso", to_string(day)},
            {"text", texts.date(visit.lang, day)}};
}

Json links_to(const Visit& visit, const std::vector<const CatalogEntry*>& entries) {
    Json links = Json::array();
    for (const CatalogEntry* entry : entries)
        links.push_back(
            {{"title", entry->title}, {"url", article_address(visit.generation.base_path, entry->lang, entry->slug)}});
    return links;
}

Response show(const Visit& visit, const CatalogEntry& entry) {
    const Snapshot& snapshot = visit.snapshot();
    const auto article = snapshot.article(entry);
    if (!article) return show_failure(visit, 500);
    auto html = article->page();
    if (!html) return show_failure(visit, 500);

    const std::string& base = visit.generation.base_path;
    PageHead head;
    head.title = entry.title;
    head.description = entry.description;
    head.address = article_address(base, entry.lang, entry.slug);
    for (const CatalogEntry* other : snapshot.translations(entry, visitor_audience))
        head.translations.emplace(other->lang, article_address(base, other->lang, other->slug));
    Json view = page_frame(visit, head);
    view["breadcrumbs"] = breadcrumbs(visit, entry.category, false);
    view["title"] = entry.title;
    view["lead"] = entry.description;
    view["date"] = date_of(visit, *article);
    view["contents"] = contents_of(*article);
    view["has_contents"] = !view["contents"].empty();
    view["html"] = std::move(*html);
    view["related"] = links_to(visit, related_articles(snapshot, entry, *article, visitor_audience));
    view["has_related"] = !view["related"].empty();
    return render_page(visit, 200, "article", view);
}

}  // namespace

Response show_article(const Visit& visit) {
    const std::string_view slug = visit.capture("slug");
    const Snapshot& snapshot = visit.snapshot();
    if (const CatalogEntry* entry = snapshot.find(visit.lang, slug, visitor_audience)) return show(visit, *entry);
    const CatalogEntry* moved = snapshot.find_alias(visit.lang, slug, visitor_audience);
    if (moved == nullptr) return show_failure(visit, 404);
    return redirect(301, article_address(visit.generation.base_path, moved->lang, moved->slug));
}

}  // namespace kb::server
