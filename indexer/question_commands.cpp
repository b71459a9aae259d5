// search, suggest, explain.
#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "indexer/command.h"
#include "indexer/dictionaries_option.h"
#include "indexer/output.h"
#include "kb/search/json.h"
#include "kb/search/ranking.h"
#include "kb/search/searcher.h"
#include "kb/search/suggester.h"

namespace kb {

namespace {

struct QuestionOptions {
    std::string index, lang, text;
    std::size_t limit = 10;
    bool json = false, internal = false, verbatim = false;
    DictionariesOption dictionaries;

    Audience audience() const { return internal ? Audience::staff : Audience::customers; }
    SearchRequest request() const {
        SearchRequest request;
        request.text = text;
        request.lang = lang;
        request.limit = limit;
        request.audience = audience();
        request.verbatim = verbatim;
        return request;
    }
};

void declare_common(CLI::App& app, QuestionOptions& options) {
    app.add_option("--index", options.index, "Folder of the index")->required()->type_name("DIR");
    app.add_option("--lang", options.lang, "Preferred language, such as ru")->type_name("LANG");
    app.add_flag("--internal", options.internal, "Find internal articles, too");
    options.dictionaries.declare(app);
}

void declare_limit(CLI::App& app, QuestionOptions& options) {
    app.add_option("--limit", options.limit, "Most answers to give")
        ->type_name("N")
        ->check(CLI::Range(std::size_t{1}, max_limit))
        ->capture_default_str();
    app.add_flag("--json", options.json, "Print the object of the HTTP interface");
}

// What a hit owes its place to, the largest share first.
void print_signals(const Signals& signals) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < signal_count; ++i) {
        if (signals[i] > 0) order.push_back(i);
    }
    const auto share = [&](std::size_t i) { return ranking::weights[i].weight * signals[i]; };
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return share(a) > share(b); });
    for (const std::size_t i : order) {
        const double percent = 100 * share(i) / ranking::score(signals);
        fmt::print("    {:>3.0f} %  {:<46} {:.2f} × {:.2f} = {:.2f}\n", percent, ranking::weights[i].name, signals[i],
                   ranking::weights[i].weight, share(i));
    }
}

void print_hits(const Results& results, const std::vector<Explanation::Reason>& reasons = {}) {
    if (results.interpretation) fmt::print("read as: {} ({})\n", results.interpretation->text, results.interpretation->kind);
    for (const std::string& text : results.did_you_mean) fmt::print("did you mean: {}\n", text);
    std::size_t rank = 0;
    for (const Hit& hit : results.hits) {
        fmt::print("{:>2}. {}{}  [{}/{}{}]  {:.2f}\n", ++rank, hit.title, hit.visibility == Visibility::internal ? " (internal)" : "",
                   hit.lang, hit.slug, hit.section ? "#" + hit.section->anchor : "", hit.score);
        std::string snippet;
        for (const Fragment& fragment : hit.snippet) snippet += fragment.match ? fmt::format("[{}]", fragment.text) : fragment.text;
        if (!snippet.empty()) fmt::print("    {}\n", snippet);
        if (rank > reasons.size()) continue;
        const Explanation::Reason& reason = reasons[rank - 1];
        if (reason.is_pinned) fmt::print("    put first by pins.tsv\n");
        if (!reason.instead_of.empty()) fmt::print("    in place of its translation, {}, which was found\n", reason.instead_of);
        if (reason.signals) print_signals(*reason.signals);
        else if (!reason.is_pinned && reason.instead_of.empty()) fmt::print("    too far down to be measured: by its words alone\n");
        if (hit.other_language) fmt::print("    in another language than asked for: × {:.2f}\n", ranking::other_language_factor);
    }
    fmt::print("{} found in {:.1f} ms\n", results.total, results.took_ms);
}

int search(const QuestionOptions& options) {
    auto snapshot = options.dictionaries.open_index(options.index);
    if (!snapshot) return report_failure(snapshot.error());
    const auto results = Searcher(std::move(*snapshot)).search(options.request());
    if (!results) return report_failure(results.error());
    if (options.json) print_json(to_json(*results));
    else print_hits(*results);
    return exit_done;
}

int suggest(const QuestionOptions& options) {
    auto snapshot = options.dictionaries.open_index(options.index);
    if (!snapshot) return report_failure(snapshot.error());
    const Suggester suggester(std::move(*snapshot), options.audience());
    const Suggestions suggestions = suggester.suggest({options.text, options.lang, options.limit});
    if (options.json) {
        print_json(to_json(suggestions));
    } else {
        for (const Suggestion& suggestion : suggestions.suggestions) fmt::print("{}  {}\n", suggestion.text, suggestion.url);
    }
    return exit_done;
}

int explain(const QuestionOptions& options) {
    auto snapshot = options.dictionaries.open_index(options.index);
    if (!snapshot) return report_failure(snapshot.error());
    const auto explanation = Searcher(std::move(*snapshot)).explain(options.request());
    if (!explanation) return report_failure(explanation.error());
    for (const Explanation::Stage& stage : explanation->stages) {
        fmt::print("{}\n", stage.name);
        for (const std::string& line : stage.lines) fmt::print("    {}\n", line);
    }
    fmt::print("answers\n");
    print_hits(explanation->results, explanation->reasons);
    return exit_done;
}

}  // namespace

std::function<int()> declare_search(CLI::App& app) {
    auto options = std::make_shared<QuestionOptions>();
    declare_common(app, *options);
    declare_limit(app, *options);
    app.add_flag("--verbatim", options->verbatim, "Take the query as it is written");
    app.add_option("query", options->text, "What to look for")->required()->type_name("QUERY");
    return [options] { return search(*options); };
}

std::function<int()> declare_suggest(CLI::App& app) {
    auto options = std::make_shared<QuestionOptions>();
    options->limit = 8;
    declare_common(app, *options);
    declare_limit(app, *options);
    app.add_option("prefix", options->text, "What was typed so far")->required()->type_name("PREFIX");
    return [options] { return suggest(*options); };
}

std::function<int()> declare_explain(CLI::App& app) {
    auto options = std::make_shared<QuestionOptions>();
    declare_common(app, *options);
    app.add_flag("--verbatim", options->verbatim, "Take the query as it is written");
    app.add_option("query", options->text, "What to look for")->required()->type_name("QUERY");
    return [options] { return explain(*options); };
}

}  // namespace kb
