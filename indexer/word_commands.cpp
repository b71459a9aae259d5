// terms, expect.
#include <iostream>
#include <memory>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "indexer/command.h"
#include "indexer/dictionaries_option.h"
#include "indexer/expectations.h"
#include "indexer/output.h"
#include "kb/base/files.h"
#include "kb/search/query.h"
#include "kb/text/analyzer.h"

namespace kb {

using Json = nlohmann::ordered_json;

namespace {

struct TermsOptions {
    std::string tier = "all";
    DictionariesOption dictionaries;
};

bool is_wanted(const Term& term, std::string_view tier) {
    return tier == "all" || (tier == "lemma" && term.tier == Tier::lemma) || (tier == "recall" && term.tier == Tier::recall);
}

// The union of the terms of all words of the line, in order of first use.
std::string terms_line(const Analyzer& analyzer, const std::string& line, std::string_view tier) {
    std::string terms;
    std::set<std::string> seen;
    for (const AnalyzedToken& token : analyzer.analyze(clean_text(line, line.size()))) {
        for (const Term& term : token.terms) {
            const std::string text = fmt::format("{}:{}", static_cast<char>(term.tier), term.word);
            if (!is_wanted(term, tier) || !seen.insert(text).second) continue;
            if (!terms.empty()) terms += ' ';
            terms += text;
        }
    }
    return terms;
}

int terms(const TermsOptions& options) {
    std::ios::sync_with_stdio(false);
    auto dictionaries = options.dictionaries.open();
    if (!dictionaries) return report_failure(dictionaries.error());
    const Analyzer analyzer(std::move(*dictionaries));
    std::string line;
    while (std::getline(std::cin, line)) std::cout << line << '\t' << terms_line(analyzer, line, options.tier) << '\n';
    std::cout.flush();
    return std::cout ? exit_done : exit_problems;
}

struct ExpectOptions {
    std::string index, file;
    bool internal = false, json = false;
    DictionariesOption dictionaries;
};

int expect(const ExpectOptions& options) {
    const auto text = read_file(options.file, 16 * 1024 * 1024);
    if (!text) return report_failure(text.error());
    const auto expectations = parse_expectations(options.file, *text);
    if (!expectations) return report_failure(expectations.error());
    auto snapshot = options.dictionaries.open_index(options.index);
    if (!snapshot) return report_failure(snapshot.error());
    const auto audience = options.internal ? Audience::staff : Audience::customers;
    const auto outcomes = check_expectations(Searcher(std::move(*snapshot)), *expectations, audience);
    if (!outcomes) return report_failure(outcomes.error());

    std::size_t failed = 0;
    Json failures = Json::array();
    for (const Outcome& outcome : *outcomes) {
        if (outcome.passed) continue;
        ++failed;
        failures.push_back({{"line", outcome.expectation->line},
                            {"query", outcome.expectation->query},
                            {"lang", outcome.expectation->lang},
                            {"what", outcome.what},
                            {"found", outcome.found}});
        if (!options.json)
            fmt::print(stderr, "{}:{}: {}; found: {}\n", options.file, outcome.expectation->line, outcome.what,
                       outcome.found.empty() ? "nothing" : fmt::format("{}", fmt::join(outcome.found, ", ")));
    }
    const std::size_t passed = outcomes->size() - failed;
    if (options.json) print_json({{"passed", passed}, {"failed", failed}, {"failures", std::move(failures)}});
    else fmt::print("{} passed, {} failed\n", passed, failed);
    return failed == 0 ? exit_done : exit_problems;
}

}  // namespace

std::function<int()> declare_terms(CLI::App& app) {
    auto options = std::make_shared<TermsOptions>();
    app.add_option("--tier", options->tier, "Which terms to show")
        ->check(CLI::IsMember({"lemma", "recall", "all"}))
        ->capture_default_str();
    options->dictionaries.declare(app);
    app.footer("Prints each line, a tab, and the terms of its words: X: exact, L: lemma, R: recall.");
    return [options] { return terms(*options); };
}

std::function<int()> declare_expect(CLI::App& app) {
    auto options = std::make_shared<ExpectOptions>();
    app.add_option("--index", options->index, "Folder of the index")->required()->type_name("DIR");
    app.add_flag("--internal", options->internal, "Find internal articles, too");
    app.add_flag("--json", options->json, "Print one JSON object");
    options->dictionaries.declare(app);
    app.add_option("file", options->file, "Lines of query, language, slugs joined by |, worst rank; tabs between")
        ->required()
        ->type_name("FILE.tsv");
    app.footer("Exit status: 0 all passed, 1 some failed, 2 wrong usage.");
    return [options] { return expect(*options); };
}

}  // namespace kb
