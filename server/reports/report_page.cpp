#include "server/reports/report_page.h"

#include <algorithm>

#include <fmt/format.h>

#include "kb/base/date.h"
#include "kb/base/local_day.h"
#include "kb/base/url.h"
#include "kb/base/utf8.h"
#include "kb/store/period.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

namespace {

Json cells_view(const std::vector<ReportCell>& cells) {
    Json views = Json::array();
    for (const auto& [text, note, url, is_number] : cells)
        views.push_back({{"head", views.empty()}, {"number", is_number}, {"text", text}, {"note", note}, {"url", url}});
    return views;
}

Json rows_view(const ReportTable& table, std::size_t from, std::size_t to) {
    Json rows = Json::array();
    for (std::size_t i = from; i < std::min(to, table.rows.size()); ++i) rows.push_back({{"cells", cells_view(table.rows[i])}});
    return rows;
}

}  // namespace

ReportPage::ReportPage(const Visit& visit, const Report& report)
    : visit_(visit), report_(report), numbers_(visit.presentation.texts, visit.lang), sections_(Json::array()), terms_(Json::array()) {}

std::string ReportPage::text(std::string_view key) const {
    return std::string(visit_.presentation.texts.get(visit_.lang, fmt::format("stats.{}", key)));
}

std::string ReportPage::text(std::string_view key, Values values) const {
    return visit_.presentation.texts.format(visit_.lang, fmt::format("stats.{}", key), values);
}

std::string ReportPage::day(Day day) const {
    return visit_.presentation.texts.date(visit_.lang, calendar_day(day));
}

std::string ReportPage::short_day(Day day) const {
    const auto date = calendar_day(day);
    const std::u16string month = to_utf16(visit_.presentation.texts.get(visit_.lang, fmt::format("month.{}", static_cast<unsigned>(date.month()))));
    return text("short_day", {{"day", std::to_string(static_cast<unsigned>(date.day()))}, {"month", to_utf8(month.substr(0, 3))}});
}

std::string ReportPage::moment(std::int64_t unix_seconds) const {
    return visit_.presentation.texts.date(visit_.lang, local_day(unix_seconds, report_.timezone));
}

std::string ReportPage::clock(std::int64_t unix_seconds) const {
    return local_clock(unix_seconds, report_.timezone);
}

std::string ReportPage::window_hours() const {
    constexpr std::int64_t hour = 3'600'000;
    return numbers_.decimal(static_cast<double>(report_.window) / hour, report_.window % hour == 0 ? 0 : 1);
}

std::string ReportPage::file_url(std::string_view format) const {
    const Span& span = report_.span;
    return fmt::format("{}/api/v1/stats/{}?from={}&to={}{}{}&format={}", visit_.generation.base_path, report_.name, to_string(calendar_day(span.from)), to_string(calendar_day(span.to)),
                       span.lang.empty() ? "" : "&lang=", encode_query_value(span.lang), format);
}

ReportCell ReportPage::number(std::int64_t n) const {
    return {.text = numbers_.whole(n), .is_number = true};
}

ReportCell ReportPage::share(Count count) const {
    return {.text = numbers_.whole(count.n), .note = numbers_.share(count), .is_number = true};
}

ReportCell ReportPage::article(const KnownArticle& article) const {
    const bool has_languages = visit_.generation.site().languages.size() > 1;
    std::string note = article.title ? std::string() : text("gone");
    if (has_languages) note = note.empty() ? article.lang : fmt::format("{}, {}", article.lang, note);
    return {.text = article.title.value_or(article.slug), .note = std::move(note), .url = article.url.value_or("")};
}

ReportCell ReportPage::article(std::string_view lang, std::string_view slug) const {
    return article(known_article(visit_.snapshot(), lang, slug));
}

ReportTable ReportPage::table(std::string_view caption, std::initializer_list<std::string_view> words, std::initializer_list<std::string_view> numbers) const {
    ReportTable table{text(fmt::format("captions.{}", caption)), {}, {}};
    for (const std::string_view word : words) table.columns.push_back({text(fmt::format("columns.{}", word))});
    for (const std::string_view word : numbers) table.columns.push_back({text(fmt::format("columns.{}", word)), true});
    return table;
}

void ReportPage::begin(std::string_view key) {
    sections_.push_back({{"heading", text(fmt::format("sections.{}", key))},
                         {"texts", Json::array()},
                         {"figures", Json::array()},
                         {"has_figures", false},
                         {"charts", Json::array()},
                         {"tables", Json::array()},
                         {"links", Json::array()},
                         {"has_links", false}});
}

void ReportPage::say(std::string text) {
    sections_.back()["texts"].push_back({{"paragraph", std::move(text)}});
}

void ReportPage::say_forgotten() {
    if (!report_.lacks_texts()) return;
    say(text(report_.lacks_all_texts() ? "forgotten.all" : "forgotten.part", {{"day", day(*report_.texts_since)}}));
}

void ReportPage::say_none(std::string text) {
    if (!report_.lacks_texts()) return say(std::move(text));
    say_forgotten();
    if (!report_.lacks_all_texts()) say(this->text("forgotten.none_since"));
}

void ReportPage::share_figure(std::string_view label, Count count) {
    const std::string of = text("of", {{"n", numbers_.whole(count.n)}, {"of", numbers_.whole(count.of)}});
    if (count.of <= 0) return figure(label, "—", of);
    figure(label, numbers_.percent(count.share()), fmt::format("{}\n{}", numbers_.range(wilson_interval(count)), of));
}

void ReportPage::figure(std::string_view label, std::string value, std::string note) {
    sections_.back()["has_figures"] = true;
    sections_.back()["figures"].push_back({{"label", text(fmt::format("columns.{}", label))}, {"value", std::move(value)}, {"note", std::move(note)}});
}

Json ReportPage::series(std::string name, std::string_view tone, Json values) {
    return {{"name", std::move(name)}, {"tone", tone}, {"values", std::move(values)}};
}

void ReportPage::chart(const Json& data, std::string finding) {
    sections_.back()["charts"].push_back({{"data", data.dump()}, {"kind", data.at("kind")}, {"finding", std::move(finding)}});
}

void ReportPage::add(ReportTable table) {
    Json columns = Json::array();
    for (const auto& [name, is_number] : table.columns) columns.push_back({{"name", name}, {"number", is_number}});
    const bool has_more = table.rows.size() > table.at_once;
    Json view = {{"caption", table.caption},
                 // Said by the heading already.
                 {"plain", sections_.back()["heading"] == table.caption},
                 {"columns", std::move(columns)}, {"rows", rows_view(table, 0, table.at_once)}, {"has_rows", table.at_once > 0}, {"more", nullptr}};
    if (has_more) {
        const std::string number = numbers_.whole(static_cast<std::int64_t>(table.rows.size() - table.at_once));
        view["more"] = {{"title", table.at_once == 0 ? table.caption : text("more", {{"caption", table.caption}, {"n", number}})},
                        {"more_rows", rows_view(table, table.at_once, table.rows.size())}};
    }
    sections_.back()["tables"].push_back(std::move(view));
}

void ReportPage::link(std::string text, std::string url) {
    sections_.back()["has_links"] = true;
    sections_.back()["links"].push_back({{"title", std::move(text)}, {"url", std::move(url)}});
}

void ReportPage::define(std::initializer_list<std::string_view> terms) {
    const std::string hours = window_hours();
    for (const std::string_view term : terms)
        terms_.push_back({{"term", text(fmt::format("terms.{}.name", term))}, {"meaning", text(fmt::format("terms.{}.text", term), {{"hours", hours}})}});
}

Json ReportPage::view() && {
    return {{"sections", std::move(sections_)}, {"terms", std::move(terms_)}};
}

}  // namespace kb::server
