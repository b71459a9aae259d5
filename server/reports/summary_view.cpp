#include "server/reports/days.h"
#include "server/reports/views.h"

namespace kb::server {

namespace {

std::int64_t decided(const std::vector<std::int64_t>& counts) {
    return counts[0] + counts[1] + counts[2] + counts[3];
}

void show_days(const Summary& summary, ReportPage& page) {
    std::vector<CountsOfDay> days;
    for (const auto& [day, of] : summary.days) days.push_back({day, {of.confirmed, of.potential, of.silent, of.ticket, of.open}});
    const auto periods = in_periods(days, page);
    const Outcomes& all = summary.outcomes;
    page.chart(stacked_chart(periods, {{"confirmed", "good"}, {"potential", "fair"}, {"silent", "quiet"}, {"ticket", "bad"}, {"open", "open"}}, page),
               page.text("summary.finding", {{"questions", page.numbers().whole(all.questions())},
                                             {"confirmed", page.numbers().whole(all.confirmed)},
                                             {"potential", page.numbers().whole(all.potential)},
                                             {"silent", page.numbers().whole(all.silent)},
                                             {"ticket", page.numbers().whole(all.ticket)},
                                             {"open", page.numbers().whole(all.open)}}));
    ReportTable table = page.table("days", {"day"}, {"questions", "confirmed", "potential", "silent", "ticket", "open"});
    table.at_once = 0;
    for (const CountsOfPeriod& period : periods) {
        const auto& counts = period.counts;
        const std::int64_t of = decided(counts);
        table.rows.push_back({{period.name}, page.number(of + counts[4]), page.share({counts[0], of}), page.share({counts[1], of}), page.share({counts[2], of}),
                              page.share({counts[3], of}), page.number(counts[4])});
    }
    page.add(std::move(table));
}

// They belong to no question, and are in nothing above.
void show_others(const Summary& summary, ReportPage& page) {
    const Summary::WithoutSession& without = summary.without_session;
    page.begin("others");
    page.say(page.text("summary.others", {{"hours", page.window_hours()}}));
    ReportTable table = page.table("others", {"what"}, {"count"});
    const auto row = [&](std::string_view key, std::int64_t n) { table.rows.push_back({{page.text(key)}, page.number(n)}); };
    row("others.typeahead", summary.typeahead);
    row("others.searches", without.searches);
    row("others.no_result", without.no_result);
    row("others.opens", without.opens);
    row("others.votes", without.votes);
    row("others.contact_opens", without.contact_opens);
    row("others.tickets", without.tickets);
    row("others.unasked_tickets", summary.unasked_tickets);
    page.add(std::move(table));
}

}  // namespace

void show_report(const Summary& summary, ReportPage& page) {
    const Outcomes& outcomes = summary.outcomes;
    page.define({"question", "ticket", "confirmed", "potential", "silent", "open", "interval"});
    page.begin("outcomes");
    if (outcomes.questions() == 0) {
        page.say(page.text("summary.empty"));
    } else {
        const std::int64_t of = outcomes.decided();
        page.figure("questions", page.numbers().whole(outcomes.questions()), page.text("summary.decided", {{"n", page.numbers().whole(of)}}));
        page.share_figure("confirmed", {outcomes.confirmed, of});
        page.share_figure("potential", {outcomes.potential, of});
        page.share_figure("silent", {outcomes.silent, of});
        page.share_figure("ticket", {outcomes.ticket, of});
        page.figure("open", page.numbers().whole(outcomes.open), page.text("in_no_share"));
        show_days(summary, page);
    }
    show_others(summary, page);
}

}  // namespace kb::server
