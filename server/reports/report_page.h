// The parts of a report's page, in the order they are read in: sections of figures, charts and tables.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "kb/stats/known_article.h"
#include "kb/stats/report.h"
#include "server/language/numbers.h"
#include "server/visit.h"

namespace kb::server {

struct ReportCell {
    std::string text, note = {}, url = {};
    bool is_number = false;
};

struct ReportTable {
    struct Column {
        std::string name;
        bool is_number = false;
    };
    std::string caption;
    std::vector<Column> columns;
    std::vector<std::vector<ReportCell>> rows;  // the first cell says what the row is of
    std::size_t at_once = 20;                   // rows; the rest is folded
};

class ReportPage {
public:
    // All of them must outlive it.
    ReportPage(const Visit& visit, const Report& report);

    const Report& report() const { return report_; }
    const Numbers& numbers() const { return numbers_; }
    std::string text(std::string_view key) const;  // below "stats."
    std::string text(std::string_view key, Values values) const;
    std::string day(Day day) const;        // "31 May 2026"
    std::string short_day(Day day) const;  // "31 May"
    std::string moment(std::int64_t unix_seconds) const;  // its day, where the site is
    std::string clock(std::int64_t unix_seconds) const;   // its time of day there, "09:05"

    std::string window_hours() const;  // "24"

    // The same of this report as a file: "csv", or another format of the API.
    std::string file_url(std::string_view format) const;

    ReportCell number(std::int64_t n) const;
    // The number, and beside it the share with its interval.
    ReportCell share(Count count) const;
    ReportCell article(const KnownArticle& article) const;
    ReportCell article(std::string_view lang, std::string_view slug) const;
    // Columns by the names of their texts.
    ReportTable table(std::string_view caption, std::initializer_list<std::string_view> words, std::initializer_list<std::string_view> numbers) const;

    // A heading; what follows is below it.
    void begin(std::string_view key);
    void say(std::string text);
    // That texts of some of these days are no longer kept; nothing when all are.
    void say_forgotten();
    // Of a list of texts that is empty: `text` when nothing of it was forgotten.
    void say_none(std::string text);
    void share_figure(std::string_view label, Count count);
    void figure(std::string_view label, std::string value, std::string note = {});
    // `data` is for static/stats.js; `finding` says in words what is to be seen.
    void chart(const nlohmann::ordered_json& data, std::string finding);
    // `data` counts as a series of a chart.
    static nlohmann::ordered_json series(std::string name, std::string_view tone, nlohmann::ordered_json values);
    void add(ReportTable table);
    void link(std::string text, std::string url);
    // What words mean here; the texts of "terms".
    void define(std::initializer_list<std::string_view> terms);

    nlohmann::ordered_json view() &&;

private:
    const Visit& visit_;
    const Report& report_;
    Numbers numbers_;
    nlohmann::ordered_json sections_, terms_;
};

}  // namespace kb::server
