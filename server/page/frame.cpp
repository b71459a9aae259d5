#include "server/page/frame.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/base/address.h"
#include "kb/base/media_type.h"
#include "kb/base/url.h"
#include "server/page/desk_link.h"
#include "server/page/notice.h"
#include "server/page/stats_link.h"
#include "server/page/structured_data.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

namespace {

Json language_links(const Visit& visit, const PageHead& head) {
    Json links = Json::array();
    for (const std::string& lang : visit.generation.site().languages) {
        const bool current = lang == visit.lang;
        const auto translation = head.translations.find(lang);
        const auto fallback = head.fallbacks.find(lang);
        std::string address = home_address(visit, lang);
        if (fallback != head.fallbacks.end()) address = fallback->second;
        if (translation != head.translations.end()) address = translation->second;
        if (current) address = head.address;
        links.push_back({{"lang", lang},
                         {"name", visit.presentation.texts.language_name(lang)},
                         {"url", address},
                         {"current", current}});
    }
    return links;
}

Json site_links(const Visit& visit) {
    const SiteConfig& site = visit.generation.site();
    Json links = Json::array();
    for (const SiteLink& link : site.links)
        links.push_back({{"title", localized(link.title, visit.lang, site.default_language)}, {"url", link.url}});
    return links;
}

std::string canonical(const Visit& visit, const PageHead& head) {
    if (!head.indexable) return {};
    return absolute_address(visit, head.original.empty() ? head.address : head.original);
}

// Programs that show previews draw no SVG.
std::string preview_image(const Visit& visit) {
    const std::string& logo = visit.generation.site().logo;
    if (logo.empty() || file_ending(logo) == "svg") return {};
    return absolute_address(visit, file_address(visit.generation.base_path, logo));
}

Json alternates(const Visit& visit, const PageHead& head) {
    Json list = Json::array();
    if (!head.indexable || !head.original.empty() || head.translations.empty() || visit.generation.site().base_url.empty()) return list;
    list.push_back({{"lang", visit.lang}, {"url", absolute_address(visit, head.address)}});
    for (const auto& [lang, address] : head.translations) {
        if (lang != visit.lang) list.push_back({{"lang", lang}, {"url", absolute_address(visit, address)}});
    }
    // For readers of other languages.
    const auto common = head.translations.find(visit.generation.site().default_language);
    if (common != head.translations.end()) list.push_back({{"lang", "x-default"}, {"url", absolute_address(visit, common->second)}});
    return list;
}

// Who is signed in, and the way out; null for customers.
Json staff_view(const Visit& visit) {
    const Visitor& visitor = visit.request.visitor;
    if (visitor.role == Role::customer) return {};
    return {{"staff_name", visitor.name},
            {"desk_url", desk_address(visit, visit.lang)},
            {"stats_url", has_stats(visit) ? stats_address(visit, visit.lang, "summary") : std::string()},
            {"staff_role", visit.presentation.texts.get(visit.lang, fmt::format("sign_in.roles.{}", name_of(visitor.role)))},
            {"sign_out_url", visitor.by == KnownBy::session ? fmt::format("{}/{}/sign-out", visit.generation.base_path, visit.lang) : std::string()}};
}

}  // namespace

std::string absolute_address(const Visit& visit, const std::string& address) {
    const std::string& base_url = visit.generation.site().base_url;
    if (base_url.empty()) return {};
    return base_url.substr(0, base_url.size() - visit.generation.base_path.size()) + address;
}

std::string script_texts(const Visit& visit, std::string_view prefix) {
    Json texts = Json::object();
    for (const auto& [key, text] : visit.presentation.texts.all(visit.lang)) {
        if (key.starts_with(prefix)) texts[key.substr(prefix.size())] = text;
    }
    return texts.dump();
}

std::string site_title(const Visit& visit) {
    const SiteConfig& site = visit.generation.site();
    const std::string title(localized(site.title, visit.lang, site.default_language));
    return title.empty() ? std::string(visit.presentation.texts.get(visit.lang, "site.untitled")) : title;
}

Json page_frame(const Visit& visit, const PageHead& head) {
    const std::string& base = visit.generation.base_path;
    const std::string of_site = site_title(visit);
    const std::string title = head.title.empty() ? of_site : fmt::format("{} — {}", head.title, of_site);
    const bool has_place = !visit.generation.site().base_url.empty();
    const auto address = [&](const StaticFile& file) { return fmt::format("{}/static/{}", base, file.name); };
    const std::string& logo = visit.generation.site().logo;
    const Json links = site_links(visit);
    return {{"lang", visit.lang},
            {"interface_lang", visit.presentation.texts.spoken(visit.lang)},
            {"document_title", title},
            {"description", head.description},
            {"canonical", canonical(visit, head)},
            {"noindex", !head.indexable},
            {"alternates", alternates(visit, head)},
            {"structured_data", structured_data_text(visit, head.structured_data)},
            {"style_url", address(visit.presentation.style)},
            {"theme_url", address(visit.generation.theme)},
            {"script_url", address(visit.presentation.script)},
            {"script_texts", script_texts(visit, "script.")},
            {"suggest_url", base + "/api/v1/suggest"},
            {"events_script_url", address(visit.presentation.events)},
            {"api_url", base + "/api/v1/"},
            {"outcome_window", visit.generation.site().outcome_window.count()},
            {"icon_url", logo.empty() ? address(visit.generation.icon) : file_address(base, logo)},
            {"icon_type", media_type(logo.empty() ? visit.generation.icon.name : logo)},
            {"markdown_url", head.markdown},
            {"og_type", head.markdown.empty() ? "website" : "article"},
            {"og_image", preview_image(visit)},
            {"notice", notice_view(visit)},
            {"has_links", !links.empty()},
            // More than fits into one line on a tablet.
            {"crowded", !links.empty() || visit.generation.site().languages.size() > 2},
            {"links", links},
            {"site_title", of_site},
            {"page_title", head.title.empty() ? of_site : head.title},
            {"feed_url", has_place ? feed_address(visit, visit.lang) : std::string()},
            {"opensearch_url", has_place ? fmt::format("{}/{}/opensearch.xml", base, visit.lang) : std::string()},
            {"home_url", home_address(visit, visit.lang)},
            {"privacy_url", privacy_address(visit, visit.lang)},
            {"search_url", fmt::format("{}/{}/search", base, visit.lang)},
            {"query", head.query},
            {"has_languages", visit.generation.site().languages.size() > 1},
            {"languages", language_links(visit, head)},
            {"staff", staff_view(visit)},
            {"header_search", true}};
}

Response render_page(const Visit& visit, int status, std::string_view page, const Json& view) {
    const Presentation& presentation = visit.presentation;
    return html_response(status, presentation.templates.render(page, presentation.texts.spoken(visit.lang), view));
}

std::string feed_address(const Visit& visit, std::string_view lang) {
    return fmt::format("{}/{}/feed.atom", visit.generation.base_path, lang);
}

std::string home_address(const Visit& visit, std::string_view lang) {
    return fmt::format("{}/{}/", visit.generation.base_path, lang);
}

std::string privacy_address(const Visit& visit, std::string_view lang) {
    return fmt::format("{}/{}/privacy", visit.generation.base_path, lang);
}

std::string search_page(const Visit& visit, std::string_view lang) {
    return fmt::format("{}/{}/search", visit.generation.base_path, lang);
}

std::string search_address(const Visit& visit, std::string_view lang, const SearchLink& link) {
    std::string address = fmt::format("{}?q={}", search_page(visit, lang), encode_query_value(link.query));
    if (!link.category.empty()) address += "&category=" + encode_query_value(link.category);
    if (link.page > 1) address += fmt::format("&page={}", link.page);
    if (link.verbatim) address += "&verbatim=1";
    return address;
}

Json breadcrumbs(const Visit& visit, std::string_view category, bool ends_here, std::string_view other_lang) {
    Json links = Json::array();
    links.push_back({{"title", visit.presentation.texts.get(visit.lang, "breadcrumbs.home")},
                     {"url", home_address(visit, visit.lang)},
                     {"here", false}});
    for (std::size_t end = 0; end != std::string_view::npos && !category.empty();) {
        end = category.find('/', end == 0 ? 0 : end + 1);
        const std::string_view path = category.substr(0, end);
        const bool here = other_lang.empty() || visit.snapshot().category(visit.lang, path, visit.audience());
        links.push_back({{"title", visit.snapshot().category_title(here ? visit.lang : other_lang, path)},
                         {"url", category_address(visit.generation.base_path, visit.lang, path)},
                         {"here", ends_here && end == std::string_view::npos}});
    }
    return links;
}

Json article_links(const Visit& visit, const std::vector<const CatalogEntry*>& entries) {
    Json links = Json::array();
    for (const CatalogEntry* entry : entries)
        links.push_back({{"title", entry->title},
                         {"description", entry->description},
                         {"url", article_address(visit.generation.base_path, visit.lang, entry->slug)}});
    return links;
}

Json category_cards(const Visit& visit, std::string_view below, std::string_view lang) {
    Json cards = Json::array();
    for (const CategoryView& category : visit.snapshot().categories(lang, visit.audience(), below))
        cards.push_back({{"title", category.title},
                         {"description", category.description},
                         {"url", category_address(visit.generation.base_path, visit.lang, category.path)},
                         {"count", visit.presentation.texts.count(visit.lang, "articles", category.articles)}});
    return cards;
}

}  // namespace kb::server
