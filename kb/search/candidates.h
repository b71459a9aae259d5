// The articles of one half of a generation that match a query best, found by Xapian.
#pragma once

#include <string>
#include <vector>

#include "kb/base/error.h"
#include "kb/index/term_databases.h"
#include "kb/search/query.h"
#include "kb/index/article_file.h"

namespace kb {

struct Candidate {
    DocumentNumber number = 0;
    double score = 0;
};

struct WordFrequency {
    std::size_t articles = 0;     // that have it, by the commonest of its lemmas
    double weight = 0;            // inverse document frequency, see candidates.cpp
    bool ignored = false;         // a stop word beside words that matter
    // No article has the word itself: then words of the same stem are looked for.
    bool asks_for_stems() const { return articles == 0; }
};

struct Candidates {
    std::vector<Candidate> best;  // best first
    std::size_t total = 0;        // of matches
    bool total_is_exact = true;   // else Xapian's estimate
    std::vector<WordFrequency> words;  // as those of the query
    std::string description;      // of the query as Xapian runs it
};

// Which articles may be candidates; what is empty allows all.
struct CandidateFilter {
    std::string category;           // this one and those below it
    std::string lang;
    std::vector<std::string> only;  // language/slug
};

// Articles with any of the words; the more, the rarer and the more prominent, the better.
Result<Candidates> find_candidates(const TermDatabases& terms, const Query& query, const CandidateFilter& filter, bool describe);

}  // namespace kb
