// expect.
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "indexer/command.h"
#include "indexer/dictionaries_option.h"
#include "indexer/output.h"
#include "indexer/rank_changes.h"
#include "kb/base/files.h"
#include "kb/index/generation_store.h"

namespace kb {

using Json = nlohmann::ordered_json;

namespace {

struct ExpectOptions {
    std::string index, file;
    GenerationNumber before = 0;
    bool internal = false, json = false;
    DictionariesOption dictionaries;
};

// The one before `current`, or nothing when none is kept.
std::optional<GenerationNumber> generation_before(const GenerationStore& store, GenerationNumber current) {
    std::optional<GenerationNumber> before;
    const auto kept = store.list();
    if (!kept) return before;
    for (const GenerationEntry& entry : *kept) {
        if (entry.info.number < current) before = entry.info.number;
    }
    return before;
}

Result<RankChanges> ask(const ExpectOptions& options, const std::vector<Expectation>& expectations) {
    auto dictionaries = options.dictionaries.open();
    if (!dictionaries) return fail(dictionaries.error());
    const GenerationStore store(options.index);
    const auto current = store.current();
    if (!current) return fail(current.error());
    const auto number = options.before != 0 ? std::optional(options.before) : generation_before(store, *current);
    const auto before = number ? std::optional(store.directory_of(*number)) : std::nullopt;
    auto changes = find_rank_changes(store.directory_of(*current), before, *dictionaries, expectations,
                                     options.internal ? Audience::staff : Audience::customers);
    if (changes && options.before != 0 && !changes->before)
        return fail(ErrorCode::not_found, fmt::format("generation {} is not kept, or cannot be opened", options.before),
                    "see kb-indexer generations", {options.index});
    return changes;
}

std::string found_text(const Outcome& outcome) {
    return outcome.found.empty() ? "nothing" : fmt::format("{}", fmt::join(outcome.found, ", "));
}

void print_changes(const std::string& file, const RankChanges& changes) {
    for (const Outcome& outcome : changes.outcomes) {
        if (!outcome.passed) say(fmt::format("{}:{}: {}; found: {}", file, outcome.expectation->line, outcome.what, found_text(outcome)));
    }
    bool any = false;
    for (const ExpectedRank& line : changes.lines) {
        if (!line.has_moved()) continue;
        if (!any) fmt::print("moved since generation {}:\n", *changes.before);
        any = true;
        fmt::print("  {}:{}: '{}' ({}) {}\n", file, line.line, line.query, line.lang, to_string(line));
    }
    fmt::print("{} passed, {} failed\n", changes.passed, changes.failed);
}

Json to_json(const RankChanges& changes) {
    Json failures = Json::array(), moved = Json::array();
    for (const Outcome& outcome : changes.outcomes) {
        if (outcome.passed) continue;
        failures.push_back({{"line", outcome.expectation->line},
                            {"query", outcome.expectation->query},
                            {"lang", outcome.expectation->lang},
                            {"what", outcome.what},
                            {"found", outcome.found}});
    }
    for (const ExpectedRank& line : changes.lines) {
        if (line.has_moved()) moved.push_back(kb::to_json(line));
    }
    return {{"passed", changes.passed},
            {"failed", changes.failed},
            {"failures", std::move(failures)},
            {"compared_with", changes.before ? Json(*changes.before) : Json()},
            {"moved", std::move(moved)}};
}

int expect(const ExpectOptions& options) {
    const auto text = read_file(options.file, 16 * 1024 * 1024);
    if (!text) return report_failure(text.error());
    const auto expectations = parse_expectations(options.file, *text);
    if (!expectations) return report_failure(expectations.error());
    const auto changes = ask(options, *expectations);
    if (!changes) return report_failure(changes.error());
    if (options.json) print_json(to_json(*changes));
    else print_changes(options.file, *changes);
    return changes->failed == 0 ? exit_done : exit_problems;
}

}  // namespace

std::function<int()> declare_expect(CLI::App& app) {
    auto options = std::make_shared<ExpectOptions>();
    app.add_option("--index", options->index, "Folder of the index")->required()->type_name("DIR");
    app.add_option("--before", options->before, "Generation to compare ranks with; the one before the current unless given")
        ->type_name("N")
        ->check(CLI::PositiveNumber);
    app.add_flag("--internal", options->internal, "Find internal articles, too");
    app.add_flag("--json", options->json, "Print one JSON object");
    options->dictionaries.declare(app);
    app.add_option("file", options->file, "Lines of query, language, slugs joined by |, worst rank; tabs between")
        ->required()
        ->type_name("FILE.tsv");
    app.footer("Ranks that changed since the generation before are listed with the articles that moved them. Exit status: 0 all passed,\n"
               "1 some failed, 2 wrong usage.");
    return [options] { return expect(*options); };
}

}  // namespace kb
