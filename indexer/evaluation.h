// How well the product's own index and ranking answer questions whose right answers are known.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kb/article/article.h"
#include "kb/base/error.h"

namespace kb {

struct EvalQuery {
    std::string id, lang, text;
    std::vector<std::string> candidates;  // only these are ranked; empty for all
};

// query → document → grade; above 0 is relevant.
using Judgements = std::map<std::string, std::map<std::string, int>>;

// Answers in order of rank.
struct RunEntry {
    std::string document;
    double score = 0;
};
using Run = std::map<std::string, std::vector<RunEntry>>;

// Means over the judged queries (those with a relevant document) among the queries given.
struct Scores {
    std::size_t queries = 0;
    double ndcg10 = 0;     // gain 2^grade - 1, discount log2(rank + 1), over the ideal order (Järvelin, Kekäläinen 2002)
    double mrr10 = 0;      // 1 / rank of the first relevant answer among ten
    double recall10 = 0;   // relevant among ten / min(10, relevant)
    double success1 = 0;   // share whose first answer is relevant
    double success3 = 0;   // share with a relevant answer among the first three
};

Scores score(const Judgements& judgements, const std::vector<EvalQuery>& queries, const Run& run);

// One article for each line of JSON {"id","lang","title","body","format"}; the id becomes the path. Errors name
// file and line.
Result<std::vector<Article>> read_documents(const std::string& path);
Result<std::vector<EvalQuery>> read_queries(const std::string& path);
Result<Judgements> read_judgements(const std::string& path);

// TREC format: query Q0 document rank score otvet.
std::string to_trec(const std::vector<EvalQuery>& queries, const Run& run);

}  // namespace kb
