// GET /{lang}/search
#include <algorithm>
#include <map>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/base/address.h"
#include "kb/base/url.h"
#include "kb/search/ranking.h"
#include "server/nearest.h"
#include "server/newest.h"
#include "server/page/contact_link.h"
#include "server/page/foreign.h"
#include "server/page/frame.h"
#include "server/page/pager.h"
#include "server/pages/pages.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t hits_on_a_page = 10;
constexpr std::size_t most_articles = 4;
// Only the best matches can be paged through.
constexpr std::size_t last_page = ranking::candidates / hits_on_a_page;

Json hit_view(const Visit& visit, const Hit& hit) {
    std::string address = hit.url;
    if (hit.section) address += "#" + encode_path(hit.section->anchor);
    Json view = {
        {"title", hit.title},
        {"url", address},
        {"category", hit.category_title},
        {"category_url", category_address(visit.generation.base_path, hit.lang, hit.category_slug)},
        {"section", hit.section && hit.section->heading != hit.title ? Json(hit.section->heading) : Json()},
        {"foreign", false},
        {"internal", hit.visibility == Visibility::internal},
        {"snippet", Json::array()}};
    if (hit.category_slug.empty()) view["category_url"] = Json();
    for (const Fragment& fragment : hit.snippet)
        view["snippet"].push_back({{"text", fragment.text}, {"match", fragment.match}});
    if (hit.other_language) view["foreign"] = foreign_view(visit, hit.lang);
    return view;
}

class SearchPage {
public:
    explicit SearchPage(const Visit& visit)
        : visit_(visit), query_(visit.request.parameter("q")), category_(visit.request.parameter("category")),
          page_(page_number(visit.request.parameter("page"), last_page)), verbatim_(visit.request.parameter("verbatim") == "1") {
        if (category_.empty()) return;
        // A category that is not there narrows nothing.
        const auto& languages = visit.generation.site().languages;
        const bool exists = std::any_of(languages.begin(), languages.end(), [&](const std::string& lang) {
            return visit.snapshot().category(lang, category_, visit.audience()).has_value();
        });
        if (!exists) category_.clear();
    }

    Response show() {
        SearchRequest request;
        request.text = query_;
        request.lang = visit_.lang;
        request.category = category_;
        request.limit = hits_on_a_page;
        request.offset = (page_ - 1) * hits_on_a_page;
        request.audience = visit_.audience();
        request.verbatim = verbatim_;
        auto results = visit_.generation.searcher.search(request);
        if (results && results->hits.empty() && page_ > 1 && results->reachable > 0) {
            // Nothing stands so far behind: the last page that has something.
            page_ = pages_of(*results);
            request.offset = (page_ - 1) * hits_on_a_page;
            results = visit_.generation.searcher.search(request);
        }
        if (!results) return show_failure(visit_, 500);
        query_ = results->query;
        view_ = page_frame(visit_, head());
        view_["asked"] = query_.find_first_not_of(' ') != std::string::npos;
        view_["found"] = !results->hits.empty();
        view_["search_id"] = results->search_id;
        view_["total"] = results->total;
        // Further pages belong to the same search.
        view_["measured"] = view_["asked"].get<bool>() && page_ == 1;
        if (!results->hits.empty()) {
            add_hits(*results);
            add_pages(*results);
        } else {
            add_ways_on();
        }
        add_filters(*results);
        const std::string page = search_address(visit_, visit_.lang, {query_, category_, page_, verbatim_});
        view_["contact"] = contact_offer(visit_, {query_, page, results->search_id});
        add_readings(*results);
        return render_page(visit_, 200, "search", view_);
    }

private:
    const Texts& texts() const { return visit_.presentation.texts; }

    static std::size_t pages_of(const Results& results) {
        return pages_for(results.reachable, hits_on_a_page);
    }

    PageHead head() const {
        PageHead head;
        head.title = texts().get(visit_.lang, "search.title");
        if (!query_.empty()) head.title = texts().format(visit_.lang, "search.title_for", {{"query", query_}});
        head.address = search_address(visit_, visit_.lang, {query_, category_, page_, verbatim_});
        head.indexable = false;
        head.query = query_;
        for (const std::string& lang : visit_.generation.site().languages)
            head.translations.emplace(lang, search_address(visit_, lang, {query_, {}, 1, verbatim_}));
        return head;
    }

    void add_hits(const Results& results) {
        view_["count"] = texts().count(visit_.lang, results.total_is_exact ? "search.found" : "search.found_about", results.total);
        view_["hits"] = Json::array();
        std::size_t rank = (page_ - 1) * hits_on_a_page;
        for (const Hit& hit : results.hits) {
            view_["hits"].push_back(hit_view(visit_, hit));
            view_["hits"].back()["rank"] = ++rank;
        }
    }

    // Of a search without results.
    void add_ways_on() {
        view_["nothing"] = texts().format(visit_.lang, "search.nothing", {{"query", query_}});
        const bool narrowed = !category_.empty();
        if (narrowed) view_["widen"] = search_address(visit_, visit_.lang, {query_, {}, 1, verbatim_});
        // In all categories, and read as it may have been meant; else there is nothing near.
        auto articles = nearest_articles(visit_, query_, most_articles);
        view_["articles_title"] = texts().get(visit_.lang, articles.empty() ? "search.start_here" : "search.nearest");
        if (articles.empty()) articles = newest_articles(visit_.snapshot(), visit_.lang, visit_.audience(), most_articles);
        view_["articles"] = article_links(visit_, articles);
        view_["has_articles"] = !articles.empty() && view_["asked"].get<bool>();
        view_["categories"] = category_cards(visit_, "", visit_.lang);
        view_["has_categories"] = !view_["categories"].empty();
    }

    // What tells categories of one name apart: "Orders / Settings".
    std::string title_with_parents(std::string_view category) const {
        std::string titles;
        const Json trail = breadcrumbs(visit_, category, false);
        for (std::size_t i = 1; i < trail.size(); ++i) titles += (titles.empty() ? "" : " / ") + trail[i]["title"].get<std::string>();
        return titles;
    }

    // Links that narrow the search to one category, or widen it again.
    void add_filters(const Results& results) {
        Json filters = Json::array();
        const auto add = [&](std::string_view title, std::string_view category, const Json& count) {
            filters.push_back({{"title", title},
                               {"url", search_address(visit_, visit_.lang, {query_, category, 1, verbatim_})},
                               {"count", count},
                               {"current", category == category_}});
        };
        bool listed = category_.empty();
        add(texts().get(visit_.lang, "search.everywhere"), "", Json());
        std::map<std::string_view, int> called;
        for (const FacetCount& facet : results.categories) ++called[facet.title];
        for (const FacetCount& facet : results.categories) {
            add(called[facet.title] > 1 ? title_with_parents(facet.slug) : facet.title, facet.slug, std::to_string(facet.count));
            listed = listed || facet.slug == category_;
        }
        if (!listed) add(visit_.snapshot().category_title(visit_.lang, category_), category_, Json());
        view_["has_filters"] = filters.size() > 2 || !category_.empty();
        view_["filters"] = std::move(filters);
    }

    // How the query was read, and how it might have been meant.
    void add_readings(const Results& results) {
        if (results.interpretation) {
            view_["reading"] = {
                {"reading_text",
                 texts().format(visit_.lang, "search.reading", {{"query", results.interpretation->text}})},
                {"verbatim_text", texts().format(visit_.lang, "search.verbatim", {{"query", query_}})},
                {"verbatim_url", search_address(visit_, visit_.lang, {query_, category_, 1, true})}};
        }
        view_["did_you_mean"] = Json::array();
        for (const std::string& text : results.did_you_mean)
            view_["did_you_mean"].push_back({{"text", text}, {"url", search_address(visit_, visit_.lang, {text, category_})}});
        view_["has_did_you_mean"] = !results.did_you_mean.empty();
    }

    void add_pages(const Results& results) {
        add_pager(visit_, page_, pages_of(results), [&](std::size_t page) {
            return search_address(visit_, visit_.lang, {query_, category_, page, verbatim_});
        }, view_);
    }

    const Visit& visit_;
    std::string query_, category_;
    std::size_t page_;
    bool verbatim_;
    Json view_;
};

}  // namespace

Response show_search(const Visit& visit) {
    return SearchPage(visit).show();
}

}  // namespace kb::server
