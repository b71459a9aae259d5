// import articles, import questions.
#include <map>
#include <memory>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "indexer/article_import.h"
#include "indexer/command.h"
#include "indexer/dictionaries_option.h"
#include "indexer/output.h"
#include "indexer/question_import.h"
#include "kb/base/files.h"

namespace kb {

using Json = nlohmann::ordered_json;

namespace {

struct Options {
    ArticleImportRequest request;
    std::string kind, report;
    bool json = false;
};

using Kind = ArticleImportRequest::Kind;
const std::map<std::string, Kind> kinds = {{"html", Kind::html}, {"markdown", Kind::markdown}, {"zendesk", Kind::zendesk}};

struct Figure {
    const char* name;
    const char* words;
    std::uint64_t value;
};

std::vector<Figure> figures_of(const ArticleImportReport& report) {
    const ImportCounts& counts = report.counts;
    return {{"pages", "pages read", report.pages},
            {"articles", "articles written", report.articles},
            {"translated", "of them in both languages", report.translated},
            {"categories", "categories with a title", report.categories},
            {"files", "images and attachments copied", report.files},
            {"links", "links between articles", counts.links},
            {"dead_links", "links that lead nowhere, their words kept", counts.dead_links},
            {"images", "images shown", counts.images},
            {"lost_images", "images lost, their alternative text kept", counts.lost_images},
            {"tables", "tables", counts.tables},
            {"tables_with_spans", "tables with cells over several rows or columns", counts.tables_with_spans},
            {"callouts", "call-outs", counts.callouts},
            {"code_blocks", "blocks of code", counts.code_blocks},
            {"errors", "pages that could not be read", count(report.problems, Severity::error)},
            {"warnings", "losses and doubts", count(report.problems, Severity::warning)}};
}

Json to_json(const ArticleImportReport& report) {
    Json json;
    for (const Figure& figure : figures_of(report)) json[figure.name] = figure.value;
    json["seconds"] = report.seconds;
    json["problems"] = problems_json(report.problems);
    return json;
}

std::map<std::string, std::size_t> by_rule(const ArticleImportReport& report) {
    std::map<std::string, std::size_t> rules;
    for (const Problem& problem : report.problems) ++rules[problem.rule];
    return rules;
}

std::string summary_of(const ArticleImportReport& report) {
    std::string text;
    for (const Figure& figure : figures_of(report)) text += fmt::format("{:>7}  {}\n", figure.value, figure.words);
    for (const auto& [rule, times] : by_rule(report)) text += fmt::format("{:>7}    {}\n", times, rule);
    return text;
}

// For people, and for grep: the figures, then a line for each finding.
std::string report_text(const ArticleImportReport& report) {
    std::string text = summary_of(report) + "\nFormer questions of customers are not part of any export: 'questions' of the articles are for you to fill.\n\n";
    for (const Problem& problem : report.problems)
        text += fmt::format("{} [{}{}]\n", to_string(problem), problem.severity == Severity::error ? "error, " : "", problem.rule);
    return text;
}

// An option that says nothing of this kind of source would be taken for one that was heeded.
std::optional<std::string> useless_option(const Options& options) {
    if (!options.request.files.empty() && options.kind != "zendesk") return "--files is for --from zendesk; other sources have their files beside the pages";
    if (!options.request.main.empty() && options.kind != "html") return "--main is for --from html";
    return {};
}

int run(Options& options) {
    if (const auto useless = useless_option(options)) {
        say("kb-indexer: " + *useless);
        return exit_usage;
    }
    options.request.kind = kinds.at(options.kind);
    options.request.progress = terminal_progress("pages");
    const auto report = import_articles(options.request);
    if (!report) return report_failure(report.error());
    if (!options.report.empty()) {
        if (auto written = write_file(options.report, report_text(*report)); !written) return report_failure(written.error());
    }
    if (options.json) {
        print_json(to_json(*report));
    } else {
        print_problems(report->problems);
        fmt::print("{}{} articles in {:.1f} s; next: kb-indexer check --content {}\n", summary_of(*report), report->articles, report->seconds,
                   options.request.out.string());
    }
    return count(report->problems, Severity::error) > 0 ? exit_problems : exit_done;
}

// --- Questions --------------------------------------------------------------------------------------------------------------

struct QuestionOptions {
    QuestionImportRequest request;
    std::vector<std::string> map;  // field=column
    bool json = false;
    DictionariesOption dictionaries;
};

Json to_json(const QuestionImportReport& report) {
    Json problems = Json::array();
    for (const Error& refusal : report.refusals) problems.push_back({{"line", refusal.at.line}, {"what", refusal.what}, {"hint", refusal.hint}});
    return {{"read", report.read},       {"added", report.added},     {"changed", report.changed},     {"unchanged", report.unchanged}, {"removed", report.removed},
            {"refused", report.refused}, {"questions", report.questions}, {"published", report.is_published}, {"seconds", report.seconds}, {"repeated", report.repeated}, {"problems", std::move(problems)}};
}

Result<void> read_map(const std::vector<std::string>& map, TicketFormat& format) {
    for (const std::string& pair : map) {
        const std::size_t sign = pair.find('=');
        if (sign == pair.npos || !is_ticket_field(std::string_view(pair).substr(0, sign)) || sign + 1 == pair.size())
            return fail(ErrorCode::invalid_argument, fmt::format("--map {} is not field=column", pair),
                        "the fields are id, lang, subject, message, answer, article, solved and at");
        format.columns[pair.substr(0, sign)] = pair.substr(sign + 1);
    }
    return {};
}

void print(const QuestionImportReport& report) {
    for (const Error& refusal : report.refusals) fmt::print(stderr, "{}\n", to_string(refusal));
    if (report.refused > report.refusals.size()) fmt::print(stderr, "and {} more lines that are no tickets\n", report.refused - report.refusals.size());
    const std::string repeated = report.repeated == 0 ? "" : fmt::format(" ({} replaced by later lines of the file)", report.repeated);
    fmt::print("{} read{}: {} new, {} changed, {} as they were; {} removed, {} refused; {} questions now, {:.1f} s{}\n", report.read, repeated, report.added, report.changed,
               report.unchanged, report.removed, report.refused, report.questions, report.seconds, report.is_published ? "" : "; nothing published");
}

int run(QuestionOptions& options) {
    QuestionImportRequest& request = options.request;
    if (auto read = read_map(options.map, request.format); !read) {
        report_failure(read.error());
        return exit_usage;
    }
    if (request.file.extension() == ".csv") request.format.kind = TicketFormat::Kind::csv;
    auto dictionaries = options.dictionaries.open();
    if (!dictionaries) return report_failure(dictionaries.error());
    request.dictionaries = std::move(*dictionaries);
    request.progress = terminal_progress("questions");
    const auto report = import_questions(request);
    if (!report) return report_failure(report.error());
    if (options.json) print_json(to_json(*report));
    else print(*report);
    return request.strict && report->refused > 0 ? exit_problems : exit_done;
}

std::function<int()> declare_questions(CLI::App& questions) {
    auto options = std::make_shared<QuestionOptions>();
    QuestionImportRequest& request = options->request;
    questions.add_option("FILE", request.file, "Solved tickets: JSON objects, one a line, or a table whose name ends in .csv")->required();
    questions.add_option("--index", request.index, "Folder of the index")->required()->type_name("DIR");
    questions.add_option("--map", options->map, "Where a field is called otherwise: message=Text; may be repeated")->type_name("FIELD=COLUMN")->allow_extra_args(false);
    questions.add_flag("--remove-missing", request.remove_missing, "Remove questions that the file does not have");
    questions.add_flag("--strict", request.strict, "Publish nothing when a line cannot be read");
    questions.add_flag("--json", options->json, "Print one JSON object");
    options->dictionaries.declare(questions);
    questions.footer("Exit status: 0 done, lines that are no tickets passed over; 1 failed, or such lines with --strict; 2 wrong usage.");
    return [options] { return run(*options); };
}

}  // namespace

std::function<int()> declare_import(CLI::App& app) {
    CLI::App* questions = app.add_subcommand("questions", "Take solved tickets into the index, scrubbed of personal data");
    const std::function<int()> run_questions = declare_questions(*questions);
    auto options = std::make_shared<Options>();
    ArticleImportRequest& request = options->request;
    CLI::App* articles = app.add_subcommand("articles", "Make a content repository of an old help center");
    app.require_subcommand(1);
    articles->add_option("PATH", request.source, "Folder of the old help center; of Zendesk a JSON file, too")->required();
    articles->add_option("--from", options->kind, "What it is: html, markdown or zendesk")->required()->check(CLI::IsMember({"html", "markdown", "zendesk"}))->type_name("KIND");
    articles->add_option("--out", request.out, "Folder to make; must be new or empty")->required()->type_name("DIR");
    articles->add_option("--base-url", request.base_url, "Where it was served: links to there are links between articles")->type_name("URL");
    articles->add_option("--main", request.main, "The part of HTML pages that is the article: #id, .class or a tag")->type_name("PART");
    articles->add_option("--lang", request.lang, "Language of pages that are in no language's folder")->check(CLI::IsMember({"ru", "en"}))->type_name("LANG");
    articles->add_option("--title", request.title, "Title of the new site")->type_name("TEXT");
    articles->add_option("--leave-out", request.leave_out, "Pages to leave out, e.g. 'old/*'; may be repeated")->type_name("PATTERN")->allow_extra_args(false);
    articles->add_option("--files", request.files, "Of Zendesk: folder of downloaded attachments")->type_name("DIR");
    articles->add_option("--report", options->report, "Write figures and every loss into a file")->type_name("FILE");
    articles->add_flag("--json", options->json, "Print one JSON object");
    articles->footer("Exit status: 0 done, 1 failed or some pages could not be read, 2 wrong usage.");
    return [options, questions, run_questions] { return questions->parsed() ? run_questions() : run(*options); };
}

}  // namespace kb
