#include <fmt/format.h>

#include "kb/base/url.h"
#include "server/reports/views.h"

namespace kb::server {

namespace {

// "pasword (3) · reset passwort (1)": the others that ask the same.
std::string other_spellings(const Gap& gap, const ReportPage& page) {
    std::string others;
    for (std::size_t i = 1; i < gap.spellings.size(); ++i)
        others += fmt::format("{}{} ({})", i == 1 ? "" : " · ", gap.spellings[i].query, page.numbers().whole(gap.spellings[i].searches));
    return others.empty() ? others : page.text("gaps.also", {{"queries", others}});
}

ReportCell nearest(const Gap& gap, const ReportPage& page) {
    if (!gap.nearest) return {page.text("gaps.nothing_near")};
    return page.article(*gap.nearest);
}

ReportTable gap_table(const Gaps& gaps, const ReportPage& page) {
    ReportTable table = page.table("gaps", {"query", "language"}, {"sessions", "no_result", "no_click", "tickets", "messages"});
    table.columns.push_back({page.text("columns.nearest")});
    table.columns.push_back({page.text("columns.draft")});
    for (const Gap& gap : gaps.gaps) {
        const std::string& query = gap.spellings.front().query;
        const std::string draft = page.file_url("draft") + "&query=" + encode_query_value(query);
        table.rows.push_back({{query, other_spellings(gap, page)}, {gap.lang}, page.number(gap.sessions), page.number(gap.no_result), page.number(gap.no_click), page.number(gap.tickets), page.number(gap.messages),
                              nearest(gap, page), {page.text("gaps.draft"), {}, draft}});
    }
    return table;
}

}  // namespace

void show_report(const Gaps& gaps, ReportPage& page) {
    page.define({"gap", "no_result", "no_click", "sessions", "gap_tickets", "gap_messages", "nearest", "draft"});
    page.begin("gaps");
    if (gaps.gaps.empty()) return page.say_none(page.text("gaps.empty"));
    page.say_forgotten();
    const auto all = static_cast<std::int64_t>(gaps.total), shown = static_cast<std::int64_t>(gaps.gaps.size());
    page.say(page.text(all > shown ? "gaps.first" : "gaps.all", {{"total", page.numbers().whole(all)}, {"shown", page.numbers().whole(shown)}}));
    page.link(page.text("gaps.backlog"), page.file_url("md"));
    page.add(gap_table(gaps, page));
}

}  // namespace kb::server
