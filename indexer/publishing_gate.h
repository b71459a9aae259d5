// Publishes nothing whose own searches fail: what `watch` and `build --expect` hold a whole generation against.
#pragma once

#include "indexer/build.h"
#include "indexer/rank_changes.h"

namespace kb {

class PublishingGate {
public:
    explicit PublishingGate(std::shared_ptr<const Dictionaries> dictionaries) : dictionaries_(std::move(dictionaries)) {}

    // For BuildRequest::verify: the searches of the content's expectations.tsv, beside those of the generation that is served.
    // Nothing when all pass, or when the content has none.
    std::optional<Error> verify(const CandidateGeneration& candidate);

    // Of the last generation: lines that failed or moved.
    const std::vector<ExpectedRank>& lines() const { return lines_; }
    std::size_t failed() const { return failed_; }

private:
    std::shared_ptr<const Dictionaries> dictionaries_;
    std::vector<ExpectedRank> lines_;
    std::size_t failed_ = 0;
};

}  // namespace kb
