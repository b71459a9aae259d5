// Measures articles against one query.
#pragma once

#include <vector>

#include "kb/index/article_record.h"
#include "kb/search/asked_words.h"
#include "kb/search/letter_runs.h"
#include "kb/search/line_reading.h"
#include "kb/search/signals.h"

namespace kb {

class SignalReader {
public:
    SignalReader(const Query& query, const std::vector<WordFrequency>& frequencies);

    // `candidate_score` is what find_candidates() says. Time grows with the article up to a bound.
    Signals read(const StoredArticle& article, double candidate_score) const;

    // Signal::words alone, which needs no article.
    float words(double candidate_score) const;

private:
    void read_names(const StoredArticle& article, const ArticleMatches& matches, Signals& signals) const;
    void read_text(const StoredArticle& article, const ArticleMatches& matches, Signals& signals) const;

    AskedWords asked_;
    LetterRuns letters_;
};

}  // namespace kb
