#include "bench/tuning_data.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "indexer/evaluation.h"
#include "indexer/evaluation_index.h"
#include "kb/base/files.h"
#include "kb/base/hash.h"
#include "kb/search/searcher.h"

namespace fs = std::filesystem;

namespace kb::tuning {

namespace {

double discount(std::size_t rank) {
    return 1 / std::log2(static_cast<double>(rank) + 2);
}

double gain(int grade) {
    return grade > 0 ? std::exp2(grade) - 1 : 0;
}

Result<fs::path> documents_of(const fs::path& folder) {
    const fs::path path = folder / "docs.jsonl";
    auto text = read_file(path, std::uint64_t{1} << 32);
    if (!text) return fail(text.error());
    if (text->starts_with('{')) return path;
    return folder / text->substr(0, text->find_first_of("\r\n"));
}

Result<std::shared_ptr<const Snapshot>> open_index(const fs::path& docs, const std::vector<Article>& documents,
                                                   const fs::path& indexes, const std::shared_ptr<const Dictionaries>& dictionaries) {
    const fs::path index = indexes / sha256_hex(fs::weakly_canonical(docs).string()).substr(0, 16);
    if (auto snapshot = Snapshot::open(index, dictionaries)) return snapshot;
    std::error_code error;
    fs::remove_all(index, error);
    if (auto indexed = index_documents(index, documents, dictionaries); !indexed) return fail(indexed.error());
    return Snapshot::open(index, dictionaries);
}

double ideal_gain(const std::map<std::string, int>& grades) {
    std::vector<double> gains;
    for (const auto& [document, grade] : grades) gains.push_back(gain(grade));
    std::sort(gains.rbegin(), gains.rend());
    double ideal = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(gains.size(), 10); ++i) ideal += gains[i] * discount(i);
    return ideal;
}

JudgedQuery judge(const Explanation& explanation, const std::vector<Article>& documents, const std::map<std::string, int>& grades) {
    const std::vector<Hit>& hits = explanation.results.hits;
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < hits.size(); ++i) {
        if (explanation.reasons[i].signals) order.push_back(i);
    }
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::tie(hits[a].lang, hits[a].slug) < std::tie(hits[b].lang, hits[b].slug);
    });
    JudgedQuery query;
    query.ideal = ideal_gain(grades);
    for (const std::size_t i : order) {
        const auto grade = grades.find(documents[std::stoul(hits[i].slug)].path);
        if (grade != grades.end() && grade->second > 0) {
            query.relevant.push_back(static_cast<std::uint32_t>(query.candidates()));
            query.gains.push_back(gain(grade->second));
        }
        for (std::size_t s = 0; s < signal_count; ++s) query.signals[s].push_back((*explanation.reasons[i].signals)[s]);
    }
    return query;
}

void forget_all_but(JudgedQuery& query, std::size_t measured) {
    const std::vector<float>& scores = query.signals[0];
    std::vector<float> order = scores;
    if (order.size() <= measured) return;
    std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(measured), order.end(), std::greater<>());
    for (std::size_t i = 0; i < scores.size(); ++i) {
        if (scores[i] > order[measured]) continue;
        for (std::size_t s = 1; s < signal_count; ++s) query.signals[s][i] = 0;
    }
}

}  // namespace

Result<JudgedSet> read_set(const fs::path& folder, const fs::path& indexes, const std::shared_ptr<const Dictionaries>& dictionaries,
                           std::size_t measured) {
    const auto docs = documents_of(folder);
    if (!docs) return fail(docs.error());
    const auto documents = read_documents(*docs);
    if (!documents) return fail(documents.error());
    const auto queries = read_queries(folder / "queries.jsonl");
    if (!queries) return fail(queries.error());
    const auto judgements = read_judgements(folder / "qrels.tsv");
    if (!judgements) return fail(judgements.error());
    auto snapshot = open_index(*docs, *documents, indexes, dictionaries);
    if (!snapshot) return fail(snapshot.error());
    const Searcher searcher(std::move(*snapshot));
    JudgedSet set{folder.filename().string(), fs::weakly_canonical(*docs).string(), {}};
    for (const EvalQuery& query : *queries) {
        const auto grades = judgements->find(query.id);
        if (grades == judgements->end() || ideal_gain(grades->second) == 0) continue;
        SearchRequest request;
        request.text = query.text;
        request.lang = query.lang;
        request.limit = max_limit;
        const auto explanation = searcher.explain(request);
        if (!explanation) return fail(explanation.error());
        set.queries.push_back(judge(*explanation, *documents, grades->second));
        forget_all_but(set.queries.back(), measured);
    }
    return set;
}

}  // namespace kb::tuning
