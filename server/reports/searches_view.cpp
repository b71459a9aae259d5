#include <array>

#include <fmt/format.h>

#include "server/reports/days.h"
#include "server/reports/views.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t queries_at_once = 10;
constexpr int last_rank = 10;  // shown by itself; those behind it together
// Each bin goes up to these seconds; a last one has all above.
constexpr std::array<int, 8> seconds_up_to = {2, 5, 10, 20, 30, 60, 120, 300};

struct Bin {
    std::string name;
    std::int64_t n = 0;
};

std::vector<Bin> rank_bins(const Searches& searches) {
    std::vector<Bin> bins;
    for (int rank = 1; rank <= last_rank; ++rank) bins.push_back({std::to_string(rank)});
    bins.push_back({fmt::format("> {}", last_rank)});
    for (const auto& [rank, n] : searches.ranks) bins[static_cast<std::size_t>(std::min(std::max(rank, 1), last_rank + 1) - 1)].n += n;
    return bins;
}

std::vector<Bin> second_bins(const Searches& searches) {
    std::vector<Bin> bins;
    int from = 0;
    for (const int to : seconds_up_to) {
        bins.push_back({fmt::format("{}–{}", from, to)});
        from = to + 1;
    }
    bins.push_back({fmt::format("> {}", seconds_up_to.back())});
    for (const auto& [seconds, n] : searches.seconds) {
        const auto bin = std::lower_bound(seconds_up_to.begin(), seconds_up_to.end(), seconds) - seconds_up_to.begin();
        bins[static_cast<std::size_t>(bin)].n += n;
    }
    return bins;
}

void show_bins(const std::vector<Bin>& bins, std::string_view caption, std::string_view column, std::string finding, ReportPage& page) {
    std::int64_t of = 0;
    Json labels = Json::array(), values = Json::array();
    for (const Bin& bin : bins) {
        of += bin.n;
        labels.push_back(bin.name);
        values.push_back(bin.n);
    }
    page.chart({{"kind", "bars"}, {"labels", labels}, {"x", page.text(fmt::format("columns.{}", column))}, {"series", {ReportPage::series(page.text("columns.clicks"), "main", values)}}}, std::move(finding));
    ReportTable table = page.table(caption, {column}, {"clicks"});
    table.at_once = 0;
    for (const Bin& bin : bins) table.rows.push_back({{bin.name}, page.share({bin.n, of})});
    page.add(std::move(table));
}

void show_days(const Searches& searches, ReportPage& page) {
    std::vector<CountsOfDay> days;
    for (const auto& [day, ends] : searches.days) days.push_back({day, {ends.clicked, ends.no_click, ends.no_result}});
    const auto periods = in_periods(days, page);
    const SearchEnds& ends = searches.ends;
    page.chart(stacked_chart(periods, {{"clicked", "good"}, {"no_click", "quiet"}, {"no_result", "bad"}}, page),
               page.text("searches.finding", {{"searches", page.numbers().whole(ends.searches())},
                                              {"clicked", page.numbers().whole(ends.clicked)},
                                              {"no_click", page.numbers().whole(ends.no_click)},
                                              {"no_result", page.numbers().whole(ends.no_result)}}));
    ReportTable table = page.table("days", {"day"}, {"searches", "clicked", "no_click", "no_result"});
    table.at_once = 0;
    for (const CountsOfPeriod& period : periods) {
        const std::int64_t of = period.counts[0] + period.counts[1] + period.counts[2];
        table.rows.push_back({{period.name}, page.number(of), page.share({period.counts[0], of}), page.share({period.counts[1], of}), page.share({period.counts[2], of})});
    }
    page.add(std::move(table));
}

void show_clicks(const Searches& searches, ReportPage& page) {
    page.begin("ranks");
    std::int64_t clicks = 0, first = 0;
    for (const auto& [rank, n] : searches.ranks) {
        clicks += n;
        if (rank == 1) first += n;
    }
    if (clicks == 0) return page.say(page.text("searches.no_clicks"));
    show_bins(rank_bins(searches), "ranks", "rank", page.text("searches.rank_finding", {{"share", page.numbers().share({first, clicks})}, {"n", page.numbers().whole(clicks)}}), page);
    page.begin("seconds");
    if (searches.first_clicks() == 0) return page.say(page.text("searches.no_clicks"));
    const std::string median = page.numbers().whole(searches.seconds_of(0.5).value_or(0)), slow = page.numbers().whole(searches.seconds_of(0.9).value_or(0));
    show_bins(second_bins(searches), "seconds", "seconds", page.text("searches.seconds_finding", {{"median", median}, {"slow", slow}, {"n", page.numbers().whole(searches.first_clicks())}}), page);
}

void show_queries(std::string_view key, const std::vector<Searches::OfQuery>& queries, ReportPage& page) {
    page.begin(key);
    if (queries.empty()) return page.say_none(page.text(fmt::format("searches.no_{}", key)));
    page.say_forgotten();
    ReportTable table = page.table(key, {"query"}, {"searches", "sessions", "clicked", "no_click", "no_result"});
    table.at_once = queries_at_once;
    for (const auto& [query, sessions, ends] : queries) {
        const std::int64_t of = ends.searches();
        table.rows.push_back({{query}, page.number(of), page.number(sessions), page.share({ends.clicked, of}), page.share({ends.no_click, of}), page.share({ends.no_result, of})});
    }
    page.add(std::move(table));
}

}  // namespace

void show_report(const Searches& searches, ReportPage& page) {
    const SearchEnds& ends = searches.ends;
    const std::int64_t of = ends.searches();
    page.define({"search", "clicked", "no_click", "no_result", "retried", "rank", "first_click", "interval"});
    page.begin("ends");
    if (of == 0) return page.say(page.text("searches.empty", {{"n", page.numbers().whole(searches.typeahead)}}));
    page.figure("searches", page.numbers().whole(of), page.text("searches.typeahead", {{"n", page.numbers().whole(searches.typeahead)}}));
    page.share_figure("clicked", {ends.clicked, of});
    page.share_figure("no_click", {ends.no_click, of});
    page.share_figure("no_result", {ends.no_result, of});
    page.share_figure("retried", {searches.retried, ends.failed()});
    if (const auto median = searches.seconds_of(0.5)) page.figure("median", page.text("in_seconds", {{"n", page.numbers().whole(*median)}}), page.text("searches.slow", {{"n", page.numbers().whole(searches.seconds_of(0.9).value_or(0))}}));
    show_days(searches, page);
    show_clicks(searches, page);
    show_queries("failing", searches.failing, page);
    show_queries("frequent", searches.frequent, page);
}

}  // namespace kb::server
