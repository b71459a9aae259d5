// similar: the articles, and the solved questions, that answer a whole message.
#include <iostream>
#include <iterator>
#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "indexer/command.h"
#include "indexer/dictionaries_option.h"
#include "indexer/output.h"
#include "kb/search/json.h"
#include "kb/search/message.h"
#include "kb/search/similar_finder.h"

namespace kb {

namespace {

struct SimilarOptions {
    std::string index, lang, text;
    std::size_t limit = 10;
    bool json = false, internal = false;
    DictionariesOption dictionaries;
};

// No more of it than is looked at.
std::string read_standard_input() {
    std::string text(max_message, '\0');
    std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::cin.gcount()));
    return text;
}

std::string first_line(const SolvedQuestion& question) {
    const std::string& text = question.subject.empty() ? question.message : question.subject;
    return text.substr(0, text.find('\n'));
}

void print(const SimilarResults& results) {
    std::size_t rank = 0;
    for (const auto& [hit, why, confirmed] : results.articles) {
        fmt::print("{:>2}. {}{}  [{}/{}{}]  {:.2f}\n", ++rank, hit.title, hit.visibility == Visibility::internal ? " (internal)" : "",
                   hit.lang, hit.slug, hit.section ? "#" + hit.section->anchor : "", hit.score);
        fmt::print("    because of: {}{}\n", fmt::join(why, ", "), confirmed == 0 ? "" : fmt::format("; questions like this: {}", confirmed));
    }
    for (const auto& [question, score, why] : results.questions) {
        fmt::print("{}  question {}{}  {:.2f}\n", question.article.empty() ? "  " : "->", question.id, question.article.empty() ? "" : "  [" + question.article + "]", score);
        fmt::print("    {}\n    because of: {}\n", first_line(question), fmt::join(why, ", "));
    }
    fmt::print("{} found in {:.1f} ms\n", results.articles.size(), results.took_ms);
}

int similar(const SimilarOptions& options) {
    const auto dictionaries = options.dictionaries.open();
    if (!dictionaries) return report_failure(dictionaries.error());
    auto snapshot = Snapshot::open(options.index, *dictionaries);
    if (!snapshot) return report_failure(snapshot.error());
    auto questions = QuestionCollection::open(options.index, *dictionaries);
    if (!questions) return report_failure(questions.error());
    SimilarRequest request;
    request.body = options.text == "-" ? read_standard_input() : options.text;
    request.lang = options.lang;
    request.limit = options.limit;
    request.audience = options.internal ? Audience::staff : Audience::customers;
    request.past.solved = std::move(*questions);
    request.with_questions = true;
    const Searcher searcher(std::move(*snapshot));
    const auto results = SimilarFinder(searcher).find(request);
    if (!results) return report_failure(results.error());
    if (options.json) print_json(to_json(*results));
    else print(*results);
    return exit_done;
}

}  // namespace

std::function<int()> declare_similar(CLI::App& app) {
    auto options = std::make_shared<SimilarOptions>();
    app.add_option("--index", options->index, "Folder of the index")->required()->type_name("DIR");
    app.add_option("--lang", options->lang, "Preferred language, such as ru")->type_name("LANG");
    app.add_flag("--internal", options->internal, "Find internal articles, too");
    options->dictionaries.declare(app);
    app.add_option("--limit", options->limit, "Most answers to give")
        ->type_name("N")
        ->check(CLI::Range(std::size_t{1}, most_similar))
        ->capture_default_str();
    app.add_flag("--json", options->json, "Print the object of the HTTP interface");
    app.add_option("text", options->text, "The message; - reads it from standard input")->required()->type_name("TEXT");
    return [options] { return similar(*options); };
}

}  // namespace kb
