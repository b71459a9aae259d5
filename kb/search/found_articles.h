// The articles of every half that an audience may see, as one list.
#pragma once

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "kb/base/error.h"
#include "kb/index/snapshot.h"
#include "kb/search/candidates.h"
#include "kb/search/query.h"
#include "kb/search/reranking.h"
#include "kb/search/wanted_words.h"

namespace kb {

struct FoundArticles {
    std::vector<Ranked> best;
    std::size_t total = 0;
    bool total_is_exact = true;
    std::vector<std::size_t> in_categories;         // by Snapshot::category_paths()
    std::array<std::vector<float>, 2> scores;       // of each half, as Candidates::scores
    std::vector<WordFrequency> words;               // as those of the query: over the halves the most articles and weight
    WantedWords wanted;                             // those that matter
    std::vector<std::pair<Half, Candidates>> halves;  // when they are to be described
};

// Those that find_candidates() finds, in no order yet.
Result<FoundArticles> find_articles(const Snapshot& snapshot, Audience audience, const Query& query, const CandidateFilter& filter,
                                    bool describe);

// An article that is found in another language, by words of that language, is shown in the reader's before, if it is
// written there: who asks for «refund на карту» reads Russian. `found` is in order; with `may_add` a translation that was not
// found itself is put in.
void put_into_readers_language(const Snapshot& snapshot, Audience audience, const CandidateFilter& filter, bool may_add,
                               FoundArticles& found);

// Adds an article to the totals unless it is among the matches: it may stand too far down to be among the best.
void count_article(const Snapshot& snapshot, const CatalogEntry& entry, FoundArticles& found);

}  // namespace kb
