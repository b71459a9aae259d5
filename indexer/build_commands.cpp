// check, build, generations, rollback.
#include <chrono>
#include <ctime>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "indexer/build.h"
#include "indexer/command.h"
#include "indexer/content_history.h"
#include "indexer/dictionaries_option.h"
#include "indexer/output.h"
#include "indexer/publishing_record.h"
#include "kb/base/date.h"
#include "kb/check/rules.h"
#include "kb/index/generation_store.h"

namespace kb {

using Json = nlohmann::ordered_json;

namespace {

std::string plural(std::size_t n, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", n, n == 1 ? one : many);
}

struct CheckOptions {
    std::string content;
    std::optional<std::string> ref;
    bool json = false, rules = false;
    DictionariesOption dictionaries;
};

// --content and --ref.
template <class Options>
CLI::Option* declare_source(CLI::App& app, Options& options) {
    CLI::Option* content = app.add_option("--content", options.content, "Folder with the articles, or a bare git repository")->type_name("PATH");
    app.add_option("--ref", options.ref, "Branch, tag or commit to read instead of files on disk; HEAD of a bare repository unless given")
        ->type_name("REF");
    return content;
}

int print_rules(bool json) {
    Json list = Json::array();
    for (const CheckRule& rule : check_rules()) {
        const std::string_view severity = rule.severity == Severity::error ? "error" : "warning";
        if (json) list.push_back({{"rule", rule.name}, {"severity", severity}, {"help", rule.help}});
        else fmt::print("{:<20} {:<8} {}\n", rule.name, severity, rule.help);
    }
    if (json) print_json({{"rules", std::move(list)}});
    return exit_done;
}

int check(const CheckOptions& options) {
    if (options.rules) return print_rules(options.json);
    auto source = Source::open(options.content, options.ref);
    if (!source) return report_failure(source.error());
    auto dictionaries = options.dictionaries.open();
    if (!dictionaries) return report_failure(dictionaries.error());
    auto content = read_content(**source, nullptr, std::move(*dictionaries), terminal_progress("articles read"));
    if (!content) return report_failure(content.error());
    read_content_history(**source, nullptr, *content);
    check_content(*content, std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
    const std::size_t errors = count(content->problems, Severity::error);
    const std::size_t warnings = count(content->problems, Severity::warning);
    if (options.json) {
        print_json({{"errors", errors}, {"warnings", warnings}, {"problems", problems_json(content->problems)}});
    } else {
        print_problems(content->problems);
        fmt::print("{}: {}, {}\n", plural(content->published(), "article", "articles"), plural(errors, "error", "errors"),
                   plural(warnings, "warning", "warnings"));
    }
    if (content->articles.empty())
        return report_failure({ErrorCode::invalid_content, "no articles here",
                               "put Markdown files into ru/ or en/, or give another --content", {options.content}});
    return errors > 0 ? exit_problems : exit_done;
}

struct BuildOptions {
    std::string content, index;
    std::optional<std::string> ref;
    bool rebuild = false, strict = false, expect = false, json = false;
    DictionariesOption dictionaries;
};

Json to_json(const BuildReport& report) {
    return {{"generation", report.generation},
            {"commit", report.commit ? Json(*report.commit) : Json()},
            {"articles", report.articles},
            {"added", report.added},
            {"changed", report.changed},
            {"removed", report.removed},
            {"unchanged", report.unchanged},
            {"seconds", report.seconds},
            {"published", report.published},
            {"problems", problems_json(report.problems)}};
}

void print_report(const BuildReport& report) {
    const std::size_t errors = count(report.problems, Severity::error);
    fmt::print("generation {} {}: {} ({} added, {} changed, {} removed, {} unchanged) in {:.2f} s{}\n", report.generation,
               report.published ? "published" : "is up to date", plural(report.articles, "article", "articles"), report.added,
               report.changed, report.removed, report.unchanged, report.seconds,
               errors > 0 ? fmt::format("; {} in the content", plural(errors, "error", "errors")) : "");
}

// For the server; that it cannot be told is no reason to fail.
void tell_server(const std::string& index, PublishingStatus status) {
    if (auto recorded = record(index, std::move(status)); !recorded) report_failure(recorded.error());
}

int build(const BuildOptions& options) {
    auto dictionaries = options.dictionaries.open();
    if (!dictionaries) return report_failure(dictionaries.error());
    BuildRequest request;
    PublishingGate gate(*dictionaries);
    request.dictionaries = std::move(*dictionaries);
    if (options.expect) request.verify = [&gate](const CandidateGeneration& candidate) { return gate.verify(candidate); };
    request.content = options.content;
    request.index = options.index;
    request.ref = options.ref;
    request.rebuild = options.rebuild;
    request.strict = options.strict;
    request.now = [] { return static_cast<std::int64_t>(std::time(nullptr)); };
    request.progress = terminal_progress("articles read");
    PublishingStatus status;
    request.ended = [&](const Result<BuildReport>& report) {
        status = report ? status_of(*report, gate, "build", request.now()) : status_of(report.error(), "build", request.now());
        tell_server(options.index, status);
    };
    const auto report = build_index(request);
    if (!report) return report_failure(report.error());
    if (options.json && !report->refusal) print_json(to_json(*report));
    if (!options.json) print_problems(report->problems);
    if (report->refusal) {
        if (options.json) print_json({{"error", report->refusal->what}, {"problems", problems_json(report->problems)}, {"expectations", kb::to_json(status).at("expectations")}});
        if (report->refused_for == RefusedFor::verification) {
            for (const std::string& line : reason_lines(status, max_listed_problems)) say(line);
        }
        return report_failure(*report->refusal);
    }
    if (!options.json) print_report(*report);
    return exit_done;
}

struct GenerationsOptions {
    std::string index;
    bool json = false;
};

int generations(const GenerationsOptions& options) {
    const GenerationStore store(options.index);
    const auto entries = store.list();
    if (!entries) return report_failure(entries.error());
    const auto pinned = store.pinned();
    if (options.json) {
        Json list = Json::array();
        for (const GenerationEntry& entry : *entries) {
            list.push_back({{"generation", entry.info.number},
                            {"current", entry.current},
                            {"commit", entry.info.commit ? Json(*entry.info.commit) : Json()},
                            {"created", to_iso_time(entry.info.created)},
                            {"articles", entry.info.articles},
                            {"analyzer", entry.info.analyzer},
                            {"schema", entry.info.schema}});
        }
        print_json({{"generations", std::move(list)}, {"rolled_back_from", pinned ? Json(*pinned) : Json()}});
        return exit_done;
    }
    for (const GenerationEntry& entry : *entries) {
        fmt::print("{} {:>6}  {}  {:>6} articles  {}\n", entry.current ? '*' : ' ', entry.info.number,
                   to_iso_time(entry.info.created), entry.info.articles,
                   entry.info.commit ? entry.info.commit->substr(0, 12) : "files on disk");
    }
    if (pinned) fmt::print("rolled back from {}; the next build publishes again\n", *pinned);
    return exit_done;
}

struct RollbackOptions {
    std::string index;
    GenerationNumber to = 0;
    DictionariesOption dictionaries;
};

// What is served by choice, and what is not.
PublishingStatus status_after_rollback(const GenerationStore& store, GenerationNumber served) {
    BuildReport report;
    report.generation = served;
    const auto pinned = store.pinned();
    if (pinned) {
        report.refused_for = RefusedFor::rolled_back;
        report.refusal = Error{ErrorCode::invalid_argument, fmt::format("generation {} is served; {} was rolled back", served, *pinned),
                               "change the content, or publish it again by kb-indexer build", {}};
    }
    if (const auto info = read_generation_info(store.directory_of(pinned.value_or(served)))) report.commit = info->commit;
    return status_of(report, PublishingGate({}), "rollback", std::time(nullptr));
}

int rollback(const RollbackOptions& options) {
    const GenerationStore store(options.index);
    // Before lock(), which would make the folder.
    if (const auto current = store.current(); !current && current.error().code == ErrorCode::index_missing)
        return report_failure(current.error());
    const auto dictionaries = options.dictionaries.open();
    if (!dictionaries) return report_failure(dictionaries.error());
    auto lock = store.lock();
    if (!lock) return report_failure(lock.error());
    const auto served = store.rollback(*lock, options.to == 0 ? std::nullopt : std::optional(options.to), Analyzer(*dictionaries).id());
    if (!served) return report_failure(served.error());
    tell_server(options.index, status_after_rollback(store, *served));
    fmt::print("generation {} is served now; the next build publishes again\n", *served);
    return exit_done;
}

}  // namespace

std::function<int()> declare_check(CLI::App& app) {
    auto options = std::make_shared<CheckOptions>();
    auto* content = declare_source(app, *options);
    auto* rules = app.add_flag("--rules", options->rules, "List the rules instead")->excludes(content);
    app.final_callback([content, rules] {
        if (content->empty() && rules->empty()) throw CLI::RequiredError("--content");
    });
    options->dictionaries.declare(app);
    app.add_flag("--json", options->json, "Print one JSON object");
    app.footer("Exit status: 0 no errors (there may be warnings), 1 errors, 2 wrong usage.");
    return [options] { return check(*options); };
}

std::function<int()> declare_build(CLI::App& app) {
    auto options = std::make_shared<BuildOptions>();
    declare_source(app, *options)->required();
    app.add_option("--index", options->index, "Folder of the index; made when missing")->required()->type_name("DIR");
    app.add_flag("--rebuild", options->rebuild, "Index every article again and compact");
    app.add_flag("--strict", options->strict, "Publish nothing when the content has errors");
    app.add_flag("--expect", options->expect, "Publish nothing when a search of the content's expectations.tsv fails");
    options->dictionaries.declare(app);
    app.add_flag("--json", options->json, "Print one JSON object");
    app.footer("Bad articles are left out and reported. Exit status: 0 published or up to date, 1 failed, 2 wrong usage.");
    return [options] { return build(*options); };
}

std::function<int()> declare_generations(CLI::App& app) {
    auto options = std::make_shared<GenerationsOptions>();
    app.add_option("--index", options->index, "Folder of the index")->required()->type_name("DIR");
    app.add_flag("--json", options->json, "Print one JSON object");
    return [options] { return generations(*options); };
}

std::function<int()> declare_rollback(CLI::App& app) {
    auto options = std::make_shared<RollbackOptions>();
    app.add_option("--index", options->index, "Folder of the index")->required()->type_name("DIR");
    app.add_option("--to", options->to, "Generation to serve; the one before the current unless given")
        ->type_name("N")
        ->check(CLI::PositiveNumber);
    options->dictionaries.declare(app);
    return [options] { return rollback(*options); };
}

}  // namespace kb
