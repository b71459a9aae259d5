// eval: documents and queries from files, answered by the product's own index and ranking.
#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "indexer/command.h"
#include "indexer/dictionaries_option.h"
#include "indexer/evaluation.h"
#include "indexer/evaluation_index.h"
#include "indexer/output.h"
#include "kb/base/files.h"
#include "kb/import/ticket_file.h"
#include "kb/search/searcher.h"
#include "kb/search/similar_finder.h"

namespace kb {

using Json = nlohmann::ordered_json;

namespace {

struct EvalOptions {
    std::string docs, queries, qrels, mode = "search", run, readings, questions;
    std::size_t limit = 100;
    bool json = false, verbatim = false;
    DictionariesOption dictionaries;
};

struct Answers {
    Run run;
    std::vector<double> milliseconds;  // of each query
    std::string readings;              // queries that were read otherwise: id, kind, query, reading
};

using Identities = std::map<std::string, std::string>;  // language/slug of documents, by id

Identities identities_of(const std::vector<Article>& documents) {
    Identities identities;
    for (std::size_t i = 0; i < documents.size(); ++i) identities[documents[i].path] = fmt::format("{}/{}", documents[i].lang, evaluation_slug(i));
    return identities;
}

// Solved questions whose articles are ids of documents.
Result<QuestionCollection::Pointer> read_questions(const std::string& path, const Identities& identities, const std::shared_ptr<const Dictionaries>& dictionaries) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return fail(ErrorCode::not_found, "cannot open", "check the path", {path});
    std::vector<SolvedQuestion> questions;
    std::optional<Error> refused;
    const auto take = [&](SolvedQuestion question, int) -> Result<void> {
        const auto document = identities.find(question.article);
        question.article = document == identities.end() ? std::string() : document->second;
        questions.push_back(std::move(question));
        return {};
    };
    const auto read = read_tickets(in, path, {}, {take, [&](Error error) { refused = refused.value_or(std::move(error)); }});
    if (!read) return fail(read.error());
    if (refused) return fail(*refused);
    return QuestionCollection::make(questions, dictionaries);
}

// One query, asked in the way of --mode.
Result<std::vector<Hit>> ask(const Searcher& searcher, const QuestionCollection::Pointer& questions, const EvalQuery& query, std::vector<std::string> only,
                             const EvalOptions& options, Answers& answers) {
    if (options.mode == "similar") {
        SimilarRequest request;
        request.body = query.text;
        request.lang = query.lang;
        request.limit = options.limit;
        request.only = std::move(only);
        request.past.solved = questions;
        auto results = SimilarFinder(searcher).find(request);
        if (!results) return fail(results.error());
        std::vector<Hit> hits;
        for (SimilarArticle& article : results->articles) hits.push_back(std::move(article.hit));
        return hits;
    }
    SearchRequest request;
    request.text = query.text;
    request.lang = query.lang;
    request.limit = options.limit;
    request.verbatim = options.verbatim;
    request.only = std::move(only);
    auto results = searcher.search(request);
    if (!results) return fail(results.error());
    if (results->interpretation)
        answers.readings += fmt::format("{}\t{}\t{}\t{}\n", query.id, results->interpretation->kind, query.text, results->interpretation->text);
    return std::move(results->hits);
}

Result<Answers> answer(const Searcher& searcher, const std::vector<Article>& documents,
                       const std::vector<EvalQuery>& queries, const QuestionCollection::Pointer& questions, const EvalOptions& options) {
    Answers answers;
    const Identities identities = identities_of(documents);
    for (const EvalQuery& query : queries) {
        std::vector<std::string> only;
        for (const std::string& id : query.candidates) {
            if (const auto found = identities.find(id); found != identities.end()) only.push_back(found->second);
        }
        auto& entries = answers.run[query.id];
        if (!query.candidates.empty() && only.empty()) continue;  // none of them is a document
        const auto begin = std::chrono::steady_clock::now();
        const auto hits = ask(searcher, questions, query, std::move(only), options, answers);
        if (!hits) return fail(hits.error());
        for (const Hit& hit : *hits) entries.push_back({documents[std::stoul(hit.slug)].path, hit.score});
        answers.milliseconds.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
    }
    return answers;
}

double percentile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

Result<Json> evaluate(const EvalOptions& options) {
    const auto dictionaries = options.dictionaries.open();
    if (!dictionaries) return fail(dictionaries.error());
    const auto documents = read_documents(options.docs);
    if (!documents) return fail(documents.error());
    const auto queries = read_queries(options.queries);
    if (!queries) return fail(queries.error());
    auto directory = TemporaryDirectory::create("otvet-eval");
    if (!directory) return fail(directory.error());
    if (auto indexed = index_documents(directory->path() / "index", *documents, *dictionaries); !indexed) return fail(indexed.error());
    auto snapshot = Snapshot::open(directory->path() / "index", *dictionaries);
    if (!snapshot) return fail(snapshot.error());
    Result<QuestionCollection::Pointer> questions = nullptr;
    if (!options.questions.empty()) questions = read_questions(options.questions, identities_of(*documents), *dictionaries);
    if (!questions) return fail(questions.error());
    const auto answers = answer(Searcher(std::move(*snapshot)), *documents, *queries, *questions, options);
    if (!answers) return fail(answers.error());
    if (!options.run.empty()) {
        if (auto written = replace_file(options.run, to_trec(*queries, answers->run)); !written) return fail(written.error());
    }
    if (!options.readings.empty()) {
        if (auto written = replace_file(options.readings, answers->readings); !written) return fail(written.error());
    }
    double sum = 0;
    for (const double ms : answers->milliseconds) sum += ms;
    Json json = {{"documents", documents->size()},
                 {"queries", queries->size()},
                 {"ms_per_query", queries->empty() ? 0 : sum / static_cast<double>(queries->size())},
                 {"ms_p50", percentile(answers->milliseconds, 0.5)},
                 {"ms_p99", percentile(answers->milliseconds, 0.99)}};
    if (!options.qrels.empty()) {
        const auto judgements = read_judgements(options.qrels);
        if (!judgements) return fail(judgements.error());
        const Scores scores = score(*judgements, *queries, answers->run);
        json["judged"] = scores.queries;
        json["ndcg10"] = scores.ndcg10;
        json["mrr10"] = scores.mrr10;
        json["recall10"] = scores.recall10;
        json["success1"] = scores.success1;
        json["success3"] = scores.success3;
    }
    return json;
}

int eval(const EvalOptions& options) {
    const auto json = evaluate(options);
    if (!json) return report_failure(json.error());
    if (options.json) {
        print_json(*json);
        return exit_done;
    }
    for (const auto& [name, value] : json->items()) {
        if (value.is_number_float()) fmt::print("{:<14}{:.4f}\n", name, value.get<double>());
        else fmt::print("{:<14}{}\n", name, value.dump());
    }
    return exit_done;
}

}  // namespace

std::function<int()> declare_eval(CLI::App& app) {
    auto options = std::make_shared<EvalOptions>();
    app.add_option("--docs", options->docs, "Documents, JSON lines with id, lang, title, body")->required()->type_name("F.jsonl");
    app.add_option("--queries", options->queries, "Queries, JSON lines with id, lang, text")->required()->type_name("F.jsonl");
    app.add_option("--qrels", options->qrels, "Judgements: query, document, grade, with tabs")->type_name("F.tsv");
    app.add_option("--mode", options->mode, "Ask as a search, or as a customer's message")->check(CLI::IsMember({"search", "similar"}))->capture_default_str();
    app.add_option("--questions", options->questions, "Solved questions that speak in --mode similar, as import questions reads them; articles are ids of documents")
        ->type_name("F.jsonl");
    app.add_option("--run", options->run, "Write the answers here, in TREC format")->type_name("OUT");
    app.add_option("--readings", options->readings, "Write the queries that were read otherwise here: id, kind, query, reading")
        ->type_name("OUT.tsv");
    app.add_option("--limit", options->limit, "Most answers to a query")
        ->check(CLI::Range(std::size_t{1}, max_limit))
        ->capture_default_str();
    app.add_flag("--verbatim", options->verbatim, "Take queries as they are written");
    options->dictionaries.declare(app);
    app.add_flag("--json", options->json, "Print one JSON object");
    return [options] { return eval(*options); };
}

}  // namespace kb
