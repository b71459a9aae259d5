// How the searches of expectations.tsv fare in a generation, and which change of the content moved them since another one.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "indexer/expectations.h"
#include "kb/index/publishing_status.h"

namespace kb {

struct RankChanges {
    std::size_t passed = 0, failed = 0;
    std::optional<GenerationNumber> before;  // what it is compared with
    std::vector<ExpectedRank> lines;         // those that fail or moved, as they stand in the file
    std::vector<Outcome> outcomes;           // of all
};

// Generations are named by their folders. `before` is left out when this program cannot open it. `expectations` must outlive
// the answer.
Result<RankChanges> find_rank_changes(const std::filesystem::path& after, const std::optional<std::filesystem::path>& before,
                                      const std::shared_ptr<const Dictionaries>& dictionaries,
                                      const std::vector<Expectation>& expectations, Audience audience);

// "1 → 3: ru/vpn.md (changed) stands at 1", without the query.
std::string to_string(const ExpectedRank& rank);

}  // namespace kb
