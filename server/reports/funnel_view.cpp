#include <array>

#include <fmt/format.h>

#include "server/reports/days.h"
#include "server/reports/views.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

namespace {

struct Step {
    std::string_view column, tone;
    std::int64_t n = 0;
};

void show_steps(const Funnel& funnel, ReportPage& page) {
    const FormOutcomes& all = funnel.outcomes;
    const std::array<Step, 7> steps = {{{"opened", "main", all.visits()}, {"shown", "main", funnel.shown}, {"opened_suggestion", "main", funnel.opened_suggestion},
                                        {"explicit", "good", all.solved}, {"implicit", "fair", all.read}, {"left", "quiet", all.left}, {"submitted", "bad", all.submitted}}};
    Json labels = Json::array(), values = Json::array(), tones = Json::array();
    ReportTable table = page.table("steps", {"step"}, {"count"});
    for (const auto& [column, tone, n] : steps) {
        const std::string name = page.text(fmt::format("columns.{}", column));
        labels.push_back(name);
        values.push_back(n);
        tones.push_back(tone);
        table.rows.push_back({{name}, column == "opened" ? page.number(n) : page.share({n, all.visits()})});
    }
    page.begin("steps");
    page.chart({{"kind", "steps"}, {"labels", labels}, {"tones", tones}, {"series", {ReportPage::series(page.text("columns.visits"), "main", values)}}},
               page.text("funnel.finding", {{"opened", page.numbers().whole(all.visits())}, {"shown", page.numbers().whole(funnel.shown)}, {"opened_suggestion", page.numbers().whole(funnel.opened_suggestion)},
                                            {"explicit", page.numbers().whole(all.solved)}, {"implicit", page.numbers().whole(all.read)}, {"left", page.numbers().whole(all.left)}, {"submitted", page.numbers().whole(all.submitted)}}));
    page.add(std::move(table));
    page.say(page.text("funnel.steps"));
}

void show_days(const Funnel& funnel, ReportPage& page) {
    std::vector<CountsOfDay> days;
    for (const auto& [day, of] : funnel.days) days.push_back({day, {of.solved, of.read, of.left, of.submitted, of.open}});
    ReportTable table = page.table("days", {"day"}, {"opened", "explicit", "implicit", "left", "submitted", "open"});
    table.at_once = 0;
    for (const CountsOfPeriod& period : in_periods(days, page)) {
        const auto& counts = period.counts;
        const std::int64_t of = counts[0] + counts[1] + counts[2] + counts[3];
        table.rows.push_back({{period.name}, page.number(of + counts[4]), page.share({counts[0], of}), page.share({counts[1], of}), page.share({counts[2], of}), page.share({counts[3], of}), page.number(counts[4])});
    }
    page.begin("days");
    page.add(std::move(table));
}

}  // namespace

void show_report(const Funnel& funnel, ReportPage& page) {
    const FormOutcomes& all = funnel.outcomes;
    page.define({"visit", "shown", "explicit", "implicit", "left", "submitted", "visit_open", "held_out", "interval"});
    page.begin("form_outcomes");
    const std::string held_out = page.text("funnel.held_out", {{"n", page.numbers().whole(funnel.held_out)}});
    if (all.visits() == 0) return page.say(funnel.held_out == 0 ? page.text("funnel.empty") : held_out);
    const std::int64_t of = all.decided();
    page.figure("opened", page.numbers().whole(all.visits()), held_out);
    page.share_figure("explicit", {all.solved, of});
    page.share_figure("implicit", {all.read, of});
    page.share_figure("left", {all.left, of});
    page.share_figure("submitted", {all.submitted, of});
    page.figure("open", page.numbers().whole(all.open), page.text("in_no_share"));
    show_steps(funnel, page);
    show_days(funnel, page);
}

}  // namespace kb::server
