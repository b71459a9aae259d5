#include <cmath>

#include <fmt/format.h>

#include "server/reports/views.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

namespace {

std::string percent_points(double share, const ReportPage& page) {
    return page.numbers().decimal(share * 100, 1);
}

// What it comes to, for who never heard of intervals.
std::string verdict_text(const Experiment& experiment, const ReportPage& page) {
    const auto& difference = experiment.difference;
    const double value = difference ? difference->value : 0;
    const std::string key = fmt::format("verdicts.{}.text", name_of(experiment.verdict()));
    return page.text(key, {{"held_out", page.numbers().share(experiment.held_out)},
                           {"shown", page.numbers().share(experiment.shown)},
                           {"saved", page.numbers().decimal(value < 0 ? -value * 100 : value * 100, 1)},
                           {"low", difference ? percent_points(difference->interval.low, page) : ""},
                           {"high", difference ? percent_points(difference->interval.high, page) : ""},
                           {"needed_held_out", experiment.needed ? page.numbers().whole(experiment.needed->held_out) : ""},
                           {"needed_shown", experiment.needed ? page.numbers().whole(experiment.needed->shown) : ""},
                           {"least", page.numbers().whole(std::lround(least_difference * 100))},
                           {"more", experiment.needed ? page.numbers().whole(experiment.needed->more) : ""},
                           {"percent", page.numbers().whole(experiment.holdout_percent)}});
}

void show_groups(const Experiment& experiment, ReportPage& page) {
    Json labels = Json::array(), points = Json::array(), ranges = Json::array();
    ReportTable table = page.table("groups", {"group"}, {"visits", "submitted"});
    const auto add = [&](std::string_view name, Count count) {
        table.rows.push_back({{page.text(name)}, page.number(count.of), page.share(count)});
        if (count.of == 0) return;
        const Interval interval = wilson_interval(count);
        labels.push_back(page.text(name));
        points.push_back(count.share() * 100);
        ranges.push_back({interval.low * 100, interval.high * 100});
    };
    add("experiment.held_out", experiment.held_out);
    add("experiment.shown", experiment.shown);
    page.begin("groups");
    page.chart({{"kind", "intervals"}, {"labels", labels}, {"x", page.text("experiment.axis")},
                {"series", {ReportPage::series(page.text("experiment.interval"), "main", ranges), ReportPage::series(page.text("experiment.share"), "main", points)}}},
               page.text("experiment.finding", {{"held_out", page.numbers().share(experiment.held_out)}, {"shown", page.numbers().share(experiment.shown)}}));
    page.add(std::move(table));
}

void show_difference(const Experiment& experiment, ReportPage& page) {
    ReportTable table = page.table("difference", {"what", "value"}, {});
    const auto row = [&](std::string_view name, std::string value) { table.rows.push_back({{page.text(name)}, {std::move(value)}}); };
    if (const auto& difference = experiment.difference) {
        row("experiment.difference", page.text("experiment.points", {{"n", percent_points(difference->value, page)}, {"low", percent_points(difference->interval.low, page)}, {"high", percent_points(difference->interval.high, page)}}));
        row("experiment.p_value", difference->p_value < 0.001 ? page.text("experiment.tiny") : page.numbers().decimal(difference->p_value, 3));
    }
    if (experiment.needed) {
        row("experiment.needed_held_out", page.numbers().whole(experiment.needed->held_out));
        row("experiment.needed_shown", page.numbers().whole(experiment.needed->shown));
        row("experiment.more", page.numbers().whole(experiment.needed->more));
    }
    row("experiment.running", page.numbers().whole(experiment.running));
    row("experiment.percent", page.text("experiment.percent_value", {{"n", page.numbers().whole(experiment.holdout_percent)}}));
    page.add(std::move(table));
}

}  // namespace

void show_report(const Experiment& experiment, ReportPage& page) {
    page.define({"held_out", "difference", "p_value", "needed", "interval"});
    page.begin(fmt::format("verdict_{}", name_of(experiment.verdict())));
    page.say(verdict_text(experiment, page));
    page.say(page.text("experiment.idea"));
    if (experiment.verdict() == Experiment::Verdict::off) return;
    if (experiment.shown.of + experiment.held_out.of > 0) show_groups(experiment, page);
    else page.begin("groups");
    show_difference(experiment, page);
    page.say(page.text("experiment.reading"));
}

}  // namespace kb::server
