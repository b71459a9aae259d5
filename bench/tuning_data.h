// Sets of judged queries with the signals of every candidate, as the product measures them.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "kb/base/error.h"
#include "kb/search/signals.h"
#include "kb/text/dictionaries.h"

namespace kb::tuning {

// The candidates of a query, those of equal scores in the order in which the product shows them.
struct JudgedQuery {
    std::array<std::vector<float>, signal_count> signals;  // each by candidate
    std::vector<std::uint32_t> relevant;                   // candidates
    std::vector<double> gains;                             // as relevant
    double ideal = 0;                                      // the best discounted gain there is, see indexer/evaluation.h

    std::size_t candidates() const { return signals[0].size(); }
};

struct JudgedSet {
    std::string name, documents;  // the file of the documents
    std::vector<JudgedQuery> queries;
};

// `folder` holds docs.jsonl, queries.jsonl and qrels.tsv; a docs.jsonl without JSON is the path of the documents, from
// the folder. Indexes are made in `indexes` and used again when they are there.
//
// Only the `measured` candidates of the best scores have all signals, as in the product.
Result<JudgedSet> read_set(const std::filesystem::path& folder, const std::filesystem::path& indexes,
                           const std::shared_ptr<const Dictionaries>& dictionaries, std::size_t measured);

}  // namespace kb::tuning
