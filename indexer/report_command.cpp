// report: how the help center fares.
#include <cstdio>
#include <ctime>
#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "indexer/command.h"
#include "indexer/dictionaries_option.h"
#include "indexer/output.h"
#include "kb/base/date.h"
#include "kb/stats/gap_backlog.h"
#include "kb/stats/json.h"
#include "kb/stats/table.h"
#include "kb/store/period.h"

namespace kb {

namespace {

struct ReportOptions {
    std::string name, index, from, to, lang, now;
    std::filesystem::path data, drafts;
    bool json = false, csv = false, markdown = false;
    DictionariesOption dictionaries;
};

// What was asked for cannot be: that is wrong usage.
int report_refusal(const Error& error) {
    report_failure(error);
    return error.code == ErrorCode::invalid_argument ? exit_usage : exit_problems;
}

Result<std::int64_t> read_now(const std::string& text) {
    if (text.empty()) return static_cast<std::int64_t>(std::time(nullptr));
    if (const auto moment = parse_iso_milliseconds(text)) return *moment / 1000;
    return fail(ErrorCode::invalid_argument, "'--now' is not a moment", "give one such as 2026-05-31T12:00:00Z");
}

// Reading must not leave a new database where none was meant to be.
Result<std::unique_ptr<Figures>> open_figures(const std::filesystem::path& data) {
    std::error_code error;
    if (std::filesystem::exists(data / "events.db", error)) return Figures::open(data);
    return fail(ErrorCode::not_found, "nothing was counted here yet", "name the data folder of kb-server", {(data / "events.db").string()});
}

// nullptr when no agent has said anything yet.
Result<std::unique_ptr<Confirmations>> open_confirmations(const std::filesystem::path& data) {
    std::error_code error;
    if (std::filesystem::exists(data / "confirmations.db", error)) return Confirmations::open(data);
    return std::unique_ptr<Confirmations>();
}

void print_heading(const Report& report, bool is_of_outcomes) {
    fmt::print("{}, {} to {} ({}){}\n", report.name, to_string(calendar_day(report.span.from)), to_string(calendar_day(report.span.to)), report.timezone,
               report.span.lang.empty() ? "" : ", " + report.span.lang);
    fmt::print("shares with 95 % intervals; docs/statistics.md says what counts\n");
    if (is_of_outcomes) fmt::print("open: less than {:g} hours ago, in no share\n", static_cast<double>(report.window) / 3'600'000);
    if (report.lacks_texts())
        fmt::print("texts before {} are no longer kept: what was typed then is in no list\n", to_string(calendar_day(*report.texts_since)));
    fmt::print("\n");
}

void print(const Report& report) {
    print_heading(report, std::holds_alternative<Summary>(report.content) || std::holds_alternative<Funnel>(report.content));
    fmt::print("{}", to_text(tables_of(report)));
}

// Never over a file that is there: somebody may have written on.
Result<bool> write_draft(const std::filesystem::path& path, const std::string& text) {
    std::error_code error;
    if (std::filesystem::exists(path, error)) return false;
    std::filesystem::create_directories(path.parent_path(), error);
    if (error) return fail(system_error("make the folder", path.parent_path().string(), error.value()));
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "wx"), std::fclose);
    if (file == nullptr && errno == EEXIST) return false;
    if (file == nullptr || std::fwrite(text.data(), 1, text.size(), file.get()) != text.size() || std::fflush(file.get()) != 0)
        return fail(system_error("write", path.string(), errno));
    return true;
}

int write_drafts(const Report& report, const Searcher& searcher, const std::filesystem::path& folder) {
    for (const DraftArticle& draft : draft_articles(report, searcher)) {
        const auto path = folder / draft.path;
        const auto written = write_draft(path, draft.text);
        if (!written) return report_failure(written.error());
        if (*written) fmt::print("{}\n", path.string());
        else say(fmt::format("kb-indexer: {}: is there already, and was left alone", path.string()));
    }
    return exit_done;
}

int report(const ReportOptions& options) {
    const bool is_of_gaps = options.name == "gaps";
    if ((options.markdown || !options.drafts.empty()) && !is_of_gaps)
        return report_refusal({ErrorCode::invalid_argument, "--markdown and --drafts are for gaps", "ask for report gaps", {}});
    const auto now = read_now(options.now);
    if (!now) return report_refusal(now.error());
    auto snapshot = options.dictionaries.open_index(options.index);
    if (!snapshot) return report_failure(snapshot.error());
    const auto request = read_report_request({options.from, options.to, options.lang}, (*snapshot)->site(), *now);
    if (!request) return report_refusal(request.error());
    const auto figures = open_figures(options.data);
    if (!figures) return report_failure(figures.error());
    const Searcher searcher(std::move(*snapshot));
    const auto confirmations = open_confirmations(options.data);
    if (!confirmations) return report_failure(confirmations.error());
    const auto made = make_report(options.name, *request, **figures, searcher, confirmations->get());
    if (!made) return report_refusal(made.error());
    if (!options.drafts.empty()) return write_drafts(*made, searcher, options.drafts);
    if (options.json) print_json(to_json(*made));
    else if (options.csv) fmt::print("{}", to_csv(tables_of(*made)));
    else if (options.markdown) fmt::print("{}", gap_backlog(*made));
    else print(*made);
    return exit_done;
}

}  // namespace

std::function<int()> declare_report(CLI::App& app) {
    auto options = std::make_shared<ReportOptions>();
    const auto names = report_names();
    app.add_option("report", options->name, fmt::format("One of {}", fmt::join(names, ", ")))
        ->required()
        ->type_name("REPORT")
        ->check(CLI::IsMember(std::vector<std::string>(names.begin(), names.end())));
    app.add_option("--index", options->index, "Folder of the index")->required()->type_name("DIR");
    app.add_option("--data", options->data, "Data folder of kb-server")->required()->type_name("DIR");
    app.add_option("--from", options->from, "First day; by default 29 days before the last")->type_name("DAY");
    app.add_option("--to", options->to, "Last day; by default today, where the site is")->type_name("DAY");
    app.add_option("--lang", options->lang, "Of pages in this language only")->type_name("LANG");
    options->dictionaries.declare(app);
    CLI::Option* json = app.add_flag("--json", options->json, "Print the object of the HTTP interface");
    CLI::Option* csv = app.add_flag("--csv", options->csv, "Print one table for spreadsheets")->excludes(json);
    CLI::Option* markdown = app.add_flag("--markdown", options->markdown, "Of gaps: print a list to go through")->excludes(json)->excludes(csv);
    app.add_option("--drafts", options->drafts, "Of gaps: begin a draft article for each in this content folder; never over a file")
        ->type_name("DIR")
        ->excludes(json)
        ->excludes(csv)
        ->excludes(markdown);
    app.add_option("--now", options->now, "As if it were this moment, such as 2026-05-31T12:00:00Z")->type_name("ISO");
    return [options] { return report(*options); };
}

}  // namespace kb
