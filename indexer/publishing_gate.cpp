#include "indexer/publishing_gate.h"

#include <fmt/format.h>

#include "indexer/asked_searches.h"

namespace kb {

namespace {

constexpr const char* file_name = "expectations.tsv";

}  // namespace

std::optional<Error> PublishingGate::verify(const CandidateGeneration& candidate) {
    lines_.clear();
    failed_ = 0;
    if (!candidate.expectations) {
        if (candidate.expectations.error().code == ErrorCode::not_found) return {};
        return candidate.expectations.error();
    }
    const auto expectations = parse_expectations(file_name, *candidate.expectations);
    if (!expectations) return expectations.error();
    auto changes = find_rank_changes(candidate.directory, candidate.live, dictionaries_, *expectations, Audience::customers);
    if (!changes) return changes.error();
    lines_ = std::move(changes->lines);
    failed_ = changes->failed;
    if (failed_ == 0) {
        if (!candidate.is_new) return {};
        const auto remembered = remember_searches(candidate.directory, changes->outcomes);
        return remembered ? std::nullopt : std::optional(remembered.error());
    }
    return Error{ErrorCode::invalid_content,
                 failed_ == 1 ? "a search that the content expects to work would fail; nothing was published"
                              : fmt::format("{} searches that the content expects to work would fail; nothing was published", failed_),
                 "mend the articles, or correct the lines", {file_name}};
}

}  // namespace kb
