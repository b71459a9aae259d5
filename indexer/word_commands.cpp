// terms.
#include <iostream>
#include <memory>
#include <set>

#include <fmt/format.h>

#include "indexer/command.h"
#include "indexer/dictionaries_option.h"
#include "indexer/output.h"
#include "kb/search/query.h"
#include "kb/text/analyzer.h"

namespace kb {

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

}  // namespace kb
