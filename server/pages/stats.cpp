// GET /stats, /stats/{report} and /{lang}/stats/{report}
#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/base/date.h"
#include "kb/base/local_day.h"
#include "kb/base/url.h"
#include "kb/stats/report.h"
#include "kb/store/figures.h"
#include "kb/store/period.h"
#include "server/live_index.h"
#include "server/page/frame.h"
#include "server/page/stats_link.h"
#include "server/pages/pages.h"
#include "server/question_memory.h"
#include "server/reports/publishing_view.h"
#include "server/reports/views.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::string_view publishing_name = "publishing";

std::string iso(Day day) {
    return to_string(calendar_day(day));
}

std::string span_text(std::string_view from, std::string_view to, std::string_view lang) {
    std::string text;
    const auto add = [&](std::string_view name, std::string_view value) {
        if (!value.empty()) text += fmt::format("{}{}={}", text.empty() ? "?" : "&", name, encode_query_value(value));
    };
    add("from", from);
    add("to", to);
    add("lang", lang);
    return text;
}

std::string span_text(const AskedReport& asked) {
    return span_text(asked.from, asked.to, asked.lang);
}

Day today(const Visit& visit) {
    return day_number(local_day(visit.now, visit.generation.site().timezone));
}

// Which text says why read_report_request() refused.
std::string_view fault_key(const AskedReport& asked, const Visit& visit) {
    const auto from = parse_date(asked.from), to = parse_date(asked.to);
    if ((!asked.from.empty() && !from) || (!asked.to.empty() && !to)) return "stats.faults.day";
    const auto& languages = visit.generation.site().languages;
    if (!asked.lang.empty() && std::find(languages.begin(), languages.end(), asked.lang) == languages.end()) return "stats.faults.language";
    const Day last = to ? day_number(*to) : today(visit);
    return from && day_number(*from) > last ? "stats.faults.order" : "stats.faults.length";
}

struct QuickSpan {
    std::string_view key;
    Day from, to;
};

std::array<QuickSpan, 5> quick_spans(Day today) {
    const auto date = calendar_day(today);
    const Day month = day_number(date.year() / date.month() / std::chrono::day(1));
    const auto before = calendar_day(month - 1);
    return {{{"week", today - 6, today}, {"month", today - 29, today}, {"quarter", today - 89, today}, {"this_month", month, today},
             {"last_month", day_number(before.year() / before.month() / std::chrono::day(1)), month - 1}}};
}

Json spans_view(const Visit& visit, std::string_view name, const AskedReport& asked, const Span* span) {
    Json views = Json::array();
    for (const auto& [key, from, to] : quick_spans(today(visit)))
        views.push_back({{"title", visit.presentation.texts.get(visit.lang, fmt::format("stats.spans.{}", key))},
                         {"url", stats_address(visit, visit.lang, name) + span_text(iso(from), iso(to), asked.lang)},
                         {"here", span != nullptr && span->from == from && span->to == to}});
    return views;
}

Json reports_view(const Visit& visit, std::string_view name, const AskedReport& asked) {
    Json views = Json::array();
    auto names = std::vector<std::string_view>(report_names().begin(), report_names().end());
    names.push_back(publishing_name);
    for (const std::string_view report : names)
        views.push_back({{"title", visit.presentation.texts.get(visit.lang, fmt::format("stats.reports.{}.title", report))},
                         {"url", stats_address(visit, visit.lang, report) + span_text(asked)},
                         {"here", report == name}});
    return views;
}

// `span` is nullptr when it could not be read: then the form keeps what was asked.
Json form_view(const Visit& visit, std::string_view name, const AskedReport& asked, const Span* span) {
    Json languages = Json::array();
    for (const std::string& lang : visit.generation.site().languages)
        languages.push_back({{"code", lang}, {"name", visit.presentation.texts.language_name(lang)}, {"chosen", lang == asked.lang}});
    return {{"action", stats_address(visit, visit.lang, name)},
            {"from", span == nullptr ? std::string(asked.from) : iso(span->from)},
            {"to", span == nullptr ? std::string(asked.to) : iso(span->to)},
            {"offers_languages", languages.size() > 1},
            {"choices", std::move(languages)},
            {"spans", spans_view(visit, name, asked, span)}};
}

Json stats_frame(const Visit& visit, std::string_view name, const AskedReport& asked, const Span* span) {
    const Texts& texts = visit.presentation.texts;
    PageHead head;
    const std::string title(texts.get(visit.lang, fmt::format("stats.reports.{}.title", name)));
    head.title = fmt::format("{} — {}", title, texts.get(visit.lang, "stats.title"));
    head.address = stats_address(visit, visit.lang, name) + span_text(asked);
    head.indexable = false;
    for (const std::string& lang : visit.generation.site().languages) head.translations.emplace(lang, stats_address(visit, lang, name) + span_text(asked));
    Json view = page_frame(visit, head);
    const auto address = [&](const StaticFile& file) { return fmt::format("{}/static/{}", visit.generation.base_path, file.name); };
    view["more_style_url"] = address(visit.presentation.stats_style);
    view["chart_script_url"] = address(visit.presentation.charts);
    view["stats_script_url"] = address(visit.presentation.stats);
    view["breadcrumbs"] = breadcrumbs(visit, "", false);
    view["breadcrumbs"].push_back({{"title", texts.get(visit.lang, "stats.title")}, {"url", stats_address(visit, visit.lang, "summary")}, {"here", false}});
    view["breadcrumbs"].push_back({{"title", title}, {"url", head.address}, {"here", true}});
    view["title"] = title;
    view["lead"] = texts.get(visit.lang, fmt::format("stats.reports.{}.lead", name));
    view["reports"] = reports_view(visit, name, asked);
    view["form"] = form_view(visit, name, asked, span);
    view["made"] = nullptr;
    view["fault"] = nullptr;
    view["sections"] = Json::array();
    view["terms"] = Json::array();
    return view;
}

Response refuse(const Visit& visit, std::string_view name, const AskedReport& asked) {
    Json view = stats_frame(visit, name, asked, nullptr);
    view["fault"] = visit.presentation.texts.get(visit.lang, fault_key(asked, visit));
    return render_page(visit, 400, "stats", view);
}

// The days, the zone and the window that all figures of the page are of.
Json made_view(const ReportPage& page, const Texts& texts, std::string_view lang) {
    const Report& report = page.report();
    const std::string days = report.span.from == report.span.to ? page.day(report.span.from) : fmt::format("{} – {}", page.day(report.span.from), page.day(report.span.to));
    return {{"span", days},
            {"timezone", report.timezone},
            {"hours", page.text("hours", {{"n", page.window_hours()}})},
            {"of_language", report.span.lang.empty() ? std::string(texts.get(lang, "stats.form.all")) : texts.language_name(report.span.lang)},
            {"at", to_iso_time(report.generated)},
            {"on", page.moment(report.generated)},
            {"csv_url", page.file_url("csv")},
            {"json_url", page.file_url("json")}};
}

// Not of days, nor of what visitors did: there is nothing to choose.
Response show_publishing(const Visit& visit) {
    Report report;
    report.name = publishing_name;
    report.timezone = visit.generation.site().timezone;
    ReportPage page(visit, report);
    show_publishing_report(read_publishing(visit.index->path()), visit.snapshot().info(), page);
    Json view = stats_frame(visit, publishing_name, {}, nullptr);
    view["form"] = nullptr;
    view.update(std::move(page).view());
    return render_page(visit, 200, "stats", view);
}

Response show_made(const Visit& visit, const Report& report, const AskedReport& asked) {
    ReportPage page(visit, report);
    std::visit([&](const auto& content) { show_report(content, page); }, report.content);
    Json view = stats_frame(visit, report.name, asked, &report.span);
    view["made"] = made_view(page, visit.presentation.texts, visit.lang);
    view.update(std::move(page).view());
    return render_page(visit, 200, "stats", view);
}

}  // namespace

Response choose_stats_language(const Visit& visit) {
    const std::string_view asked = visit.capture("report");
    const auto names = report_names();
    const bool is_one = asked.empty() || asked == publishing_name || std::find(names.begin(), names.end(), asked) != names.end();
    if (!is_one) return show_failure(visit, 404);
    return redirect(302, stats_address(visit, visit.lang, asked.empty() ? "summary" : asked)).with("Vary", "Accept-Language");
}

Response show_stats(const Visit& visit) {
    const std::string_view name = visit.capture("report");
    if (name == publishing_name && visit.index != nullptr) return show_publishing(visit);
    const auto names = report_names();
    if (visit.figures == nullptr || std::find(names.begin(), names.end(), name) == names.end()) return show_failure(visit, 404);
    const AskedReport asked{visit.request.parameter("from"), visit.request.parameter("to"), visit.request.parameter("lang")};
    const auto request = read_report_request(asked, visit.generation.site(), visit.now);
    if (!request) return refuse(visit, name, asked);
    const auto report = make_report(name, *request, *visit.figures, visit.generation.searcher,
                                    visit.questions == nullptr ? nullptr : &visit.questions->confirmations());
    if (!report) return show_failure(visit, 500);
    return show_made(visit, *report, asked);
}

}  // namespace kb::server
