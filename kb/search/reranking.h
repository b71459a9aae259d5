// The second stage of ranking: candidates in the order of what their articles show.
#pragma once

#include <optional>
#include <vector>

#include "kb/base/error.h"
#include "kb/index/snapshot.h"
#include "kb/search/candidates.h"
#include "kb/search/query.h"
#include "kb/search/signals.h"

namespace kb {

struct Ranked {
    const CatalogEntry* entry = nullptr;
    double score = 0;                // of the candidate, until it is ranked again
    double language_factor = 1;      // below 1 for another language than asked for
    std::optional<Signals> signals;  // nothing for candidates too far down to be measured
    bool is_pinned = false;          // put first by pins.tsv
    // The translation, found in another language, in whose place this one stands; nullptr for those found by themselves.
    const CatalogEntry* instead_of = nullptr;
};

// The best score first; equal ones by language and slug.
void put_in_order(std::vector<Ranked>& ranked);

// Measures the best of the candidates and puts all into order. Those that are not measured keep their order and come
// behind: each part of a score is 0 or more, and they lack all but one.
Result<void> rerank(const Snapshot& snapshot, const Query& query, const std::vector<WordFrequency>& frequencies,
                    std::vector<Ranked>& ranked);

}  // namespace kb
