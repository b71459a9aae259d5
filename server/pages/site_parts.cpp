// GET /robots.txt, /sitemap.xml, /{lang}/feed.atom, /opensearch.xml and /llms.txt: what programs read of the site.
#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/base/address.h"
#include "kb/base/date.h"
#include "kb/base/url.h"
#include "kb/base/utf8.h"
#include "server/newest.h"
#include "server/page/frame.h"
#include "server/pages/pages.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t most_in_sitemap = 50'000;  // sitemaps.org
constexpr std::size_t most_in_feed = 30;
constexpr std::size_t longest_short_name = 16, longest_long_name = 48;  // letters; OpenSearch 1.1

Response render_as(const Visit& visit, std::string_view type, std::string_view name, const Json& view) {
    const Presentation& presentation = visit.presentation;
    return {200, std::string(type), {}, presentation.templates.render(name, presentation.texts.spoken(visit.lang), view)};
}

std::string address_of(const Visit& visit, const CatalogEntry& entry) {
    return article_address(visit.generation.base_path, entry.lang, entry.slug);
}

std::string tagline(const Visit& visit) {
    const SiteConfig& site = visit.generation.site();
    return std::string(localized(site.tagline, visit.lang, site.default_language));
}

bool is_open(const CatalogEntry& entry) {
    return entry.half == Half::open;
}

// At most so many letters, whole words if there are any.
std::string shortened(const std::string& text, std::size_t most) {
    const std::u16string letters = to_utf16(text);
    if (letters.size() <= most) return text;
    std::size_t end = letters.rfind(u' ', most);
    if (end == std::u16string::npos || end == 0) end = most;
    if ((letters[end] & 0xFC00) == 0xDC00) --end;  // the second half of one letter
    return to_utf8(std::u16string_view(letters).substr(0, end));
}

// In a line of Markdown, as a link's text.
std::string in_link(std::string_view text) {
    std::string escaped;
    for (const char letter : text) {
        if (letter == '[' || letter == ']' || letter == '\\') escaped += '\\';
        escaped += letter == '\n' ? ' ' : letter;
    }
    return escaped;
}

Json article_in_sitemap(const Visit& visit, const CatalogEntry& entry) {
    Json alternates = Json::array();
    for (const CatalogEntry* other : visit.snapshot().translations(entry, Audience::customers))
        alternates.push_back({{"lang", other->lang}, {"url", absolute_address(visit, address_of(visit, *other))}});
    const std::string url = absolute_address(visit, address_of(visit, entry));
    if (!alternates.empty()) alternates.push_back({{"lang", entry.lang}, {"url", url}});
    return {{"url", url}, {"updated", to_iso_time(entry.updated)}, {"alternates", std::move(alternates)}};
}

}  // namespace

Response send_robots(const Visit& visit) {
    const std::string& base = visit.generation.base_path;
    std::string text = fmt::format("User-agent: *\nDisallow: {}/api/\n", base);
    for (const std::string& lang : visit.generation.site().languages) text += fmt::format("Disallow: {}/{}/search\n", base, lang);
    if (const std::string map = absolute_address(visit, base + "/sitemap.xml"); !map.empty()) text += fmt::format("\nSitemap: {}\n", map);
    return {200, "text/plain; charset=utf-8", {}, std::move(text)};
}

Response send_sitemap(const Visit& visit) {
    if (visit.generation.site().base_url.empty()) return show_failure(visit, 404);
    const std::string& base = visit.generation.base_path;
    Json pages = Json::array();
    const auto& languages = visit.generation.site().languages;
    // `address_in` gives a page's address in a language, empty where it has none.
    const auto add = [&](const std::string& lang, const auto& address_in) {
        Json alternates = Json::array();
        for (const std::string& other : languages) {
            const std::string address = address_in(other);
            if (!address.empty()) alternates.push_back({{"lang", other}, {"url", absolute_address(visit, address)}});
        }
        if (alternates.size() == 1) alternates.clear();
        pages.push_back({{"url", absolute_address(visit, address_in(lang))}, {"updated", ""}, {"alternates", std::move(alternates)}});
    };
    for (const std::string& lang : languages) {
        add(lang, [&](const std::string& other) { return home_address(visit, other); });
        for (const CategoryView& category : visit.snapshot().all_categories(lang, Audience::customers))
            add(lang, [&](const std::string& other) {
                const bool exists = visit.snapshot().category(other, category.path, Audience::customers).has_value();
                return exists ? category_address(base, other, category.path) : std::string();
            });
    }
    for (const CatalogEntry& entry : visit.snapshot().articles()) {
        if (pages.size() >= most_in_sitemap) break;
        if (is_open(entry)) pages.push_back(article_in_sitemap(visit, entry));
    }
    return render_as(visit, "application/xml; charset=utf-8", "sitemap", {{"pages", std::move(pages)}});
}

Response send_feed(const Visit& visit) {
    if (visit.generation.site().base_url.empty()) return show_failure(visit, 404);
    const auto newest = newest_articles(visit.snapshot(), visit.lang, Audience::customers, most_in_feed);
    Json entries = Json::array();
    for (const CatalogEntry* entry : newest) {
        entries.push_back({{"url", absolute_address(visit, address_of(visit, *entry))},
                           {"title", entry->title},
                           {"updated", to_iso_time(entry->updated)},
                           {"category", entry->category.empty() ? std::string() : visit.snapshot().category_title(visit.lang, entry->category)},
                           {"description", entry->description}});
    }
    const std::int64_t updated = newest.empty() ? visit.snapshot().info().created : newest.front()->updated;
    return render_as(visit, "application/atom+xml; charset=utf-8", "feed",
                     {{"lang", visit.lang},
                      {"home", absolute_address(visit, home_address(visit, visit.lang))},
                      {"self", absolute_address(visit, feed_address(visit, visit.lang))},
                      {"site_title", site_title(visit)},
                      {"tagline", tagline(visit)},
                      {"updated", to_iso_time(updated)},
                      {"entries", std::move(entries)}});
}

Response send_opensearch(const Visit& visit) {
    if (visit.generation.site().base_url.empty()) return show_failure(visit, 404);
    const std::string& base = visit.generation.base_path;
    const std::string title = site_title(visit), line = tagline(visit);
    return render_as(visit, "application/opensearchdescription+xml; charset=utf-8", "opensearch",
                     {{"short_name", shortened(title, longest_short_name)},
                      {"long_name", shortened(title, longest_long_name)},
                      {"description", line.empty() ? title : line},
                      {"lang", visit.lang},
                      {"search", absolute_address(visit, fmt::format("{}/{}/search", base, visit.lang))},
                      {"self", absolute_address(visit, fmt::format("{}/{}/opensearch.xml", base, visit.lang))}})
        .with("Vary", "Accept-Language");
}

// See llmstxt.org: what there is, with addresses, in every language of the site.
Response send_llms(const Visit& visit) {
    const SiteConfig& site = visit.generation.site();
    Json categories = Json::array();
    for (const std::string& lang : site.languages) {
        std::map<std::string_view, Json> articles;
        for (const CatalogEntry& entry : visit.snapshot().articles()) {
            if (!is_open(entry) || entry.lang != lang) continue;
            const std::string address = address_of(visit, entry), whole = absolute_address(visit, address);
            articles[entry.category].push_back({{"title", in_link(entry.title)},
                                                {"url", (whole.empty() ? address : whole) + ".md"},
                                                {"description", in_link(entry.description)}});
        }
        for (auto& [category, list] : articles) {
            const std::string title = category.empty() ? site_title(visit) : visit.snapshot().category_title(lang, category);
            categories.push_back({{"title", fmt::format("{} ({})", in_link(title), lang)}, {"articles", std::move(list)}});
        }
    }
    return render_as(visit, "text/plain; charset=utf-8", "llms",
                     {{"site_title", site_title(visit)}, {"tagline", tagline(visit)}, {"categories", std::move(categories)}})
        .with("Vary", "Accept-Language");
}

}  // namespace kb::server
