// GET /{lang}/articles/{slug} and /{lang}/articles/{slug}.md
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/base/address.h"
#include "kb/base/date.h"
#include "kb/base/local_day.h"
#include "server/page/contact_link.h"
#include "server/page/foreign.h"
#include "server/page/frame.h"
#include "server/page/structured_data.h"
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

// The other languages: those it is written in, and those whose readers are shown one of them.
void add_languages(const Visit& visit, const CatalogEntry& entry, PageHead& head) {
    const std::string& base = visit.generation.base_path;
    for (const CatalogEntry* other : visit.snapshot().translations(entry, visit.audience()))
        head.translations.emplace(other->lang, article_address(base, other->lang, other->slug));
    head.translations.emplace(entry.lang, article_address(base, entry.lang, entry.slug));
    for (const std::string& lang : visit.generation.site().languages)
        head.fallbacks.emplace(lang, article_address(base, lang, entry.slug));
}

PageHead head_of(const Visit& visit, const CatalogEntry& entry, Json trail) {
    const std::string& base = visit.generation.base_path;
    PageHead head;
    head.title = entry.title;
    head.description = entry.description;
    head.address = article_address(base, visit.lang, entry.slug);
    if (entry.lang != visit.lang) head.original = article_address(base, entry.lang, entry.slug);
    head.markdown = head.address + ".md";
    add_languages(visit, entry, head);
    trail.push_back({{"title", entry.title}, {"url", article_address(base, entry.lang, entry.slug)}});
    head.structured_data = {article_data(visit, entry), breadcrumb_data(visit, trail)};
    return head;
}

Response show(const Visit& visit, const CatalogEntry& entry) {
    const Snapshot& snapshot = visit.snapshot();
    const auto article = snapshot.article(entry);
    if (!article) return show_failure(visit, 500);
    auto html = article->page();
    if (!html) return show_failure(visit, 500);

    const Json trail = breadcrumbs(visit, entry.category, false, entry.lang);
    Json view = page_frame(visit, head_of(visit, entry, trail));
    view["breadcrumbs"] = trail;
    view["title"] = entry.title;
    view["slug"] = entry.slug;
    view["article_script_url"] = fmt::format("{}/static/{}", visit.generation.base_path, visit.presentation.article.name);
    view["lead"] = entry.description;
    view["internal"] = entry.half == Half::internal;
    view["foreign"] = foreign_view(visit, entry.lang);
    view["date"] = date_of(visit, *article);
    view["contents"] = contents_of(*article);
    view["has_contents"] = !view["contents"].empty();
    view["html"] = std::move(*html);
    view["contact"] = contact_offer(visit, {.page = article_address(visit.generation.base_path, visit.lang, entry.slug)});
    view["related"] = article_links(visit, related_articles(snapshot, entry, *article, visit.audience()));
    view["has_related"] = !view["related"].empty();
    return render_page(visit, 200, "article", view).with("Vary", "Accept");
}

Response send_markdown(const Visit& visit, const CatalogEntry& entry) {
    const auto article = visit.snapshot().article(entry);
    if (!article) return show_failure(visit, 500);
    const auto body = article->markdown();
    if (!body) return show_failure(visit, 500);
    std::string text = fmt::format("# {}\n\n", entry.title);
    if (!entry.description.empty()) text += fmt::format("{}\n\n", entry.description);
    Response response{200, "text/markdown; charset=utf-8", {}, text + *body};
    response.with("Vary", "Accept").with("Content-Language", std::string(entry.lang));
    const std::string page = absolute_address(visit, article_address(visit.generation.base_path, entry.lang, entry.slug));
    if (!page.empty()) response.with("Link", fmt::format("<{}>; rel=\"canonical\"", page));
    return response;
}

// The article in another language, under this slug or a former one: the language of the interface and the default one
// first. Its readers' language may have it under another slug.
struct Elsewhere {
    const CatalogEntry* entry = nullptr;
    const CatalogEntry* translation = nullptr;  // into the language of the visit
};

Elsewhere find_elsewhere(const Visit& visit, std::string_view slug) {
    const SiteConfig& site = visit.generation.site();
    std::vector<std::string> languages = {std::string(visit.presentation.texts.spoken(visit.lang)), site.default_language};
    languages.insert(languages.end(), site.languages.begin(), site.languages.end());
    for (const std::string& lang : languages) {
        const CatalogEntry* entry = visit.snapshot().find(lang, slug, visit.audience());
        if (entry == nullptr) entry = visit.snapshot().find_alias(lang, slug, visit.audience());
        if (entry == nullptr) continue;
        for (const CatalogEntry* other : visit.snapshot().translations(*entry, visit.audience())) {
            if (other->lang == visit.lang) return {entry, other};
        }
        return {entry, nullptr};
    }
    return {};
}

}  // namespace

Response show_article(const Visit& visit) {
    constexpr std::string_view markdown_ending = ".md";
    std::string_view slug = visit.capture("slug");
    const bool is_markdown = slug.ends_with(markdown_ending);
    if (is_markdown) slug.remove_suffix(markdown_ending.size());
    const auto answer = [&](const CatalogEntry& entry) {
        return is_markdown || visit.wants_markdown ? send_markdown(visit, entry) : show(visit, entry);
    };
    const auto lead_to = [&](const CatalogEntry& entry) {
        std::string address = article_address(visit.generation.base_path, entry.lang, entry.slug);
        if (is_markdown) address += markdown_ending;
        return redirect(301, address + query_text(visit.request));
    };
    const Snapshot& snapshot = visit.snapshot();
    if (const CatalogEntry* entry = snapshot.find(visit.lang, slug, visit.audience())) return answer(*entry);
    if (const CatalogEntry* moved = snapshot.find_alias(visit.lang, slug, visit.audience())) return lead_to(*moved);
    const auto [elsewhere, translation] = find_elsewhere(visit, slug);
    if (translation != nullptr) return lead_to(*translation);
    if (elsewhere != nullptr) return answer(*elsewhere);
    const auto& languages = visit.generation.site().languages;
    const bool is_gone = std::any_of(languages.begin(), languages.end(),
                                     [&](const std::string& lang) { return snapshot.was_removed(lang, slug); });
    return show_failure(visit, is_gone ? 410 : 404);
}

}  // namespace kb::server
