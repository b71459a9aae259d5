#include "kb/stats/articles.h"

#include <algorithm>
#include <map>
#include <set>

#include "kb/base/date.h"
#include "kb/base/local_day.h"

namespace kb {

namespace {

struct Shown {
    KnownArticle article;
    ArticleUses uses;
};
using ShownByAddress = std::map<std::pair<std::string, std::string>, Shown>;

void add(ArticleUses& uses, ArticleUse use, std::int64_t n) {
    switch (use) {
        case ArticleUse::view: uses.views += n; break;
        case ArticleUse::view_from_search: uses.from_search += n; break;
        case ArticleUse::read: uses.reads += n; break;
        case ArticleUse::helpful: uses.helpful += n; break;
        case ArticleUse::unhelpful: uses.unhelpful += n; break;
        case ArticleUse::exit: uses.exits += n; break;
    }
}

// Former addresses count for the article that stands there now.
Shown& shown_at(ShownByAddress& shown, const Snapshot& snapshot, const std::string& lang, const std::string& slug) {
    KnownArticle article = known_article(snapshot, lang, slug);
    Shown& one = shown[{article.lang, article.slug}];
    one.article = std::move(article);
    return one;
}

// Calls see(slug, figure).
template <class See>
void each_figure(const FigureReader& reader, FigureKind kind, const Span& span, See see) {
    const auto figures = reader.by_key(kind, span);
    std::vector<Place> places;
    for (const KeyFigure& figure : figures) places.push_back(figure.key);
    const auto slugs = reader.names(places);
    for (std::size_t i = 0; i < figures.size(); ++i) see(slugs[i], figures[i]);
}

ShownByAddress read_uses(const FigureReader& reader, const Snapshot& snapshot, const Span& span) {
    ShownByAddress shown;
    for (const Language& lang : reader.languages(FigureKind::article, span)) {
        const Span in_language{span.from, span.to, lang.name};
        each_figure(reader, FigureKind::article, in_language, [&](const std::string& slug, const KeyFigure& figure) {
            add(shown_at(shown, snapshot, lang.name, slug).uses, static_cast<ArticleUse>(figure.sub), figure.n);
        });
        each_figure(reader, FigureKind::read_time, in_language, [&](const std::string& slug, const KeyFigure& figure) {
            shown_at(shown, snapshot, lang.name, slug).uses.read_ms += figure.n;
        });
    }
    return shown;
}

}  // namespace

Articles::Review review_of(const StoredArticle& article, const SiteConfig& site, std::int64_t now_seconds) {
    Articles::Review review{std::string(article.last_reviewed), {}, false};
    const auto every = parse_interval(article.review_every.empty() ? std::string_view(site.review_every) : article.review_every);
    const auto reviewed = parse_date(article.last_reviewed);
    if (!every || (!reviewed && article.updated <= 0)) return review;
    const auto since = reviewed ? *reviewed : local_day(article.updated, site.timezone);
    const auto due = day_after(since, *every);
    review.due = to_string(std::chrono::year_month_day(due));
    review.is_overdue = due < std::chrono::sys_days(local_day(now_seconds, site.timezone));
    return review;
}

Result<Articles> read_articles(const FigureReader& reader, const Snapshot& snapshot, const ReportRequest& request) {
    ShownByAddress shown = read_uses(reader, snapshot, request.span);
    Articles report;
    for (const CatalogEntry& entry : snapshot.articles()) {
        if (!request.span.lang.empty() && entry.lang != request.span.lang) continue;
        const auto stored = snapshot.article(entry);
        if (!stored) return fail(stored.error());
        const auto review = review_of(*stored, snapshot.site(), request.now / 1000);
        const auto used = shown.find({std::string(entry.lang), std::string(entry.slug)});
        const bool is_used = used != shown.end();
        if (is_used || review.is_overdue) report.articles.push_back({known_article(snapshot, entry), is_used ? used->second.uses : ArticleUses(), review});
        if (entry.half == Half::open && (!is_used || used->second.uses.from_search == 0)) report.never_found.push_back(known_article(snapshot, entry));
        if (is_used) shown.erase(used);
    }
    // What is left is gone, or not translated.
    for (auto& [address, one] : shown) report.articles.push_back({std::move(one.article), one.uses, {}});
    std::stable_sort(report.articles.begin(), report.articles.end(), [](const auto& a, const auto& b) { return a.uses.views > b.uses.views; });
    report.comments = reader.comments(request.span, most_comments);
    return report;
}

}  // namespace kb
