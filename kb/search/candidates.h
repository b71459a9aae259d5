// The articles of one half of a generation that match a query best.
#pragma once

#include <string>
#include <vector>

#include "kb/base/error.h"
#include "kb/index/snapshot.h"
#include "kb/search/query.h"

namespace kb {

struct Candidate {
    const CatalogEntry* entry = nullptr;
    double score = 0;
    double language_factor = 1;  // below 1 for another language than asked for; not in the score
};

struct WordFrequency {
    std::size_t articles = 0;     // that have it, by the commonest of its lemmas and synonyms
    double weight = 0;            // inverse document frequency, see candidates.cpp
    bool ignored = false;         // a stop word beside words that matter
    // No article has the word itself: then words of the same stem are looked for.
    bool asks_for_stems() const { return articles == 0; }
};

struct Candidates {
    std::vector<Candidate> best;            // in the order of score times factor
    std::vector<float> scores;              // of all matches, by number; 0 for the other articles
    std::size_t total = 0;                  // of matches
    std::vector<std::size_t> in_categories;  // how many of them, by Snapshot::category_paths()
    std::vector<WordFrequency> words;       // as those of the query
    std::vector<std::string> description;   // for those who asked: what was looked for
};

// What is empty allows all.
struct CandidateFilter {
    std::string_view lang;                    // preferred
    std::string_view category;                // only here and below
    const std::vector<std::string>* only = nullptr;  // language/slug; nullptr for all
};

// Articles with any of the words; the more, the rarer and the more prominent, the better. Those that do not fulfil
// the conditions of the query are none, but for the order of words in phrases.
Result<Candidates> find_candidates(const Snapshot& snapshot, Half half, const Query& query, const CandidateFilter& filter,
                                   bool describe);

}  // namespace kb
