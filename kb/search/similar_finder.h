// From a customer's whole message to the articles that answer it.
#pragma once

#include <string>
#include <vector>

#include "kb/article/solved_question.h"
#include "kb/base/error.h"
#include "kb/search/question_votes.h"
#include "kb/search/results.h"
#include "kb/search/searcher.h"

namespace kb {

// What may be asked for over the interfaces.
constexpr std::size_t most_similar = 50;

struct SimilarRequest {
    std::string subject, body;  // as they were written; what is longer than max_message is cut
    std::string lang;           // preferred; empty for no preference
    std::size_t limit = 10;     // at most max_limit
    Audience audience = Audience::customers;
    std::vector<std::string> only;  // rank no other articles, each as lang/slug; empty for all
    PastQuestions past = {};        // that speak for articles
    bool with_questions = false;    // give them, too
};

struct SimilarArticle {
    Hit hit;
    std::vector<std::string> why;  // words of the message that led to it, as typed, the most telling first; at most most_reasons
    std::size_t confirmed = 0;     // so many solved or confirmed questions like this one speak for it
};
constexpr std::size_t most_reasons = 8;

struct SimilarQuestion {
    SolvedQuestion question;       // its article as lang/slug, as it is called now; empty when there is none
    double score = 0;              // how much it is alike, of (0, 1]
    std::vector<std::string> why;  // as of articles
};

struct SimilarResults {
    std::vector<SimilarArticle> articles;  // the best first
    std::vector<SimilarQuestion> questions;  // solved ones, the nearest first; of those that say the same, one
    double took_ms = 0;
};

// Any number of threads may use one.
class SimilarFinder {
public:
    // `searcher` must outlive it.
    explicit SimilarFinder(const Searcher& searcher) : searcher_(searcher) {}

    // The message without what every mail has (read_message()), its most telling words (find_telling_words()), and these as a
    // search reads and ranks them; then past questions speak for what solved them (question_votes.h). Fails only when the index
    // on disk does; a text without words finds nothing.
    Result<SimilarResults> find(const SimilarRequest& request) const;

private:
    const Searcher& searcher_;
};

}  // namespace kb
