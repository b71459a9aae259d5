#include "server/reports/views.h"

#include "kb/base/date.h"
#include "kb/store/period.h"

namespace kb::server {

namespace {

// An ISO day as people read it; a dash for none.
std::string day_or_dash(const std::string& iso, const ReportPage& page) {
    const auto day = parse_date(iso);
    return day ? page.day(day_number(*day)) : "—";
}

ReportCell read_time(const ArticleUses& uses, const ReportPage& page) {
    const auto seconds = uses.read_seconds();
    ReportCell cell = page.number(uses.reads);
    if (seconds) cell.note = page.text("in_seconds", {{"n", page.numbers().decimal(*seconds, 0)}});
    return cell;
}

void show_used(const Articles& articles, ReportPage& page) {
    page.begin("used");
    ReportTable table = page.table("used", {"article"}, {"views", "from_search", "reads", "votes", "helpful", "exits"});
    for (const auto& [article, uses, review] : articles.articles) {
        if (uses == ArticleUses{}) continue;
        table.rows.push_back({page.article(article), page.number(uses.views), page.number(uses.from_search), read_time(uses, page), page.number(uses.votes().of), page.share(uses.votes()),
                              page.number(uses.exits)});
    }
    if (table.rows.empty()) return page.say(page.text("articles.empty"));
    page.add(std::move(table));
}

void show_overdue(const Articles& articles, ReportPage& page) {
    page.begin("overdue");
    ReportTable table = page.table("overdue", {"article", "last_reviewed", "review_due"}, {"views"});
    for (const auto& [article, uses, review] : articles.articles) {
        if (review.is_overdue) table.rows.push_back({page.article(article), {day_or_dash(review.last, page)}, {day_or_dash(review.due, page)}, page.number(uses.views)});
    }
    if (table.rows.empty()) return page.say(page.text("articles.none_overdue"));
    page.add(std::move(table));
}

void show_comments(const Articles& articles, ReportPage& page) {
    page.begin("comments");
    if (articles.comments.empty()) return page.say_none(page.text("articles.no_comments"));
    page.say_forgotten();
    ReportTable table = page.table("comments", {"at", "article", "vote", "comment"}, {});
    for (const Comment& comment : articles.comments) {
        const std::string vote = !comment.helpful ? "—" : page.text(*comment.helpful ? "articles.helpful" : "articles.unhelpful");
        table.rows.push_back({{page.moment(comment.at / 1000)}, page.article(comment.lang, comment.slug), {vote}, {comment.text}});
    }
    page.add(std::move(table));
}

void show_never_found(const Articles& articles, ReportPage& page) {
    page.begin("never_found");
    if (articles.never_found.empty()) return page.say(page.text("articles.all_found"));
    page.say(page.text("articles.never_found", {{"n", page.numbers().whole(static_cast<std::int64_t>(articles.never_found.size()))}}));
    ReportTable table = page.table("never_found", {"article"}, {});
    for (const KnownArticle& article : articles.never_found) table.rows.push_back({page.article(article)});
    page.add(std::move(table));
}

}  // namespace

void show_report(const Articles& articles, ReportPage& page) {
    page.define({"views", "reads", "votes", "exits", "overdue", "never_found", "interval"});
    show_used(articles, page);
    show_comments(articles, page);
    show_overdue(articles, page);
    show_never_found(articles, page);
}

}  // namespace kb::server
