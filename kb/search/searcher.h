// Questions against one snapshot.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kb/base/error.h"
#include "kb/index/snapshot.h"
#include "kb/search/pinned_articles.h"
#include "kb/search/query.h"
#include "kb/search/results.h"
#include "kb/search/signals.h"
#include "kb/search/vocabulary.h"

namespace kb {

// How an answer came about, stage by stage, in the order they happened.
struct Explanation {
    struct Stage {
        std::string name;
        std::vector<std::string> lines;
    };
    std::vector<Stage> stages;
    Results results;
    // Why each hit stands where it does.
    struct Reason {
        bool is_pinned = false;
        std::string instead_of;  // language/slug of the translation in whose place it stands, or empty
        std::optional<Signals> signals;  // nothing for those too far down to be measured
    };
    std::vector<Reason> reasons;
};

// Any number of threads may use one.
class Searcher {
public:
    // The snapshot's words are read: some 50 ms for ten thousand articles.
    explicit Searcher(std::shared_ptr<const Snapshot> snapshot);

    // Fails only when the index on disk does: any text is a query, and one without words finds nothing.
    Result<Results> search(const SearchRequest& request) const;

    Result<Explanation> explain(const SearchRequest& request) const;

    const Snapshot& snapshot() const { return *snapshot_; }
    const Vocabulary& vocabulary(Audience audience) const { return audience == Audience::staff ? of_staff_ : of_customers_; }

    Searcher(const Searcher&) = delete;  // its parts know each other
    Searcher& operator=(const Searcher&) = delete;

private:
    std::shared_ptr<const Snapshot> snapshot_;
    PinnedArticles pinned_;
    Synonyms customers_synonyms_, staff_synonyms_;
    Vocabulary of_customers_, of_staff_;
};

}  // namespace kb
