// INDEX/publishing.json: what became of the latest attempt to publish, and why. Builders write it, the server shows it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kb/base/problem.h"
#include "kb/index/generation.h"

namespace kb {

// What moved an answer between two generations.
struct RankCause {
    enum class Kind {
        itself,       // the expected article was changed
        above,        // another one came to stand before it
        gone,         // another one that stood before it does so no more
        table,        // synonyms.tsv, pins.tsv or words.tsv, named in `path`
        other_words,  // none of these: how rare words are in all articles together
    };
    enum class Change { none, added, changed, removed };
    Kind kind = Kind::other_words;
    Change change = Change::none;
    std::string path;       // in the content
    std::size_t rank = 0;   // now; for `gone` the former one; 0 when it has none
    bool operator==(const RankCause&) const = default;
};

// A line of expectations.tsv that fails, or whose answer stands elsewhere than in the generation it is compared with.
struct ExpectedRank {
    int line = 0;
    std::string query, lang;
    std::string wanted;     // the slugs joined by '|', or '-'
    std::size_t worst = 1;  // rank allowed
    bool passes = false;
    std::optional<std::size_t> before, after;  // nothing when it is not among the first
    bool is_compared = false;                  // whether `before` is known at all
    std::vector<RankCause> causes;
    bool has_moved() const { return is_compared && before != after; }
    bool operator==(const ExpectedRank&) const = default;
};

struct PublishingStatus {
    enum class State { published, refused, failed };
    State state = State::published;
    std::int64_t since = 0;         // unix seconds; of the first attempt that ended like this
    std::int64_t at = 0;            // of the last one
    std::int64_t working_since = 0; // of the one under way; 0 when none is
    std::string by;                 // "watch", "build" or "rollback"
    GenerationNumber generation = 0;    // that is served after it
    std::optional<std::string> commit;  // of the content that was looked at
    // Why it was not published: "errors", "expectations", "no-articles", "rolled-back", or the name of an ErrorCode.
    std::string reason;
    std::string what, hint;
    std::size_t errors = 0;         // in the content
    std::vector<Problem> problems;  // the first of these errors
    std::size_t failing = 0;        // expectations
    std::vector<ExpectedRank> expectations;  // the first that fail or moved
    bool operator==(const PublishingStatus&) const = default;
};

constexpr std::size_t max_listed_problems = 50;

std::string_view name_of(PublishingStatus::State state);
std::string_view name_of(RankCause::Kind kind);
std::string_view name_of(RankCause::Change change);  // empty for `none`

nlohmann::ordered_json to_json(const ExpectedRank& rank);
nlohmann::ordered_json to_json(const PublishingStatus& status);

// Atomically: a reader sees the old or the new.
Result<void> write_publishing_status(const std::filesystem::path& index, const PublishingStatus& status);

// Nothing when there is none, or none that this program can read.
std::optional<PublishingStatus> read_publishing_status(const std::filesystem::path& index);
std::filesystem::path publishing_status_file(const std::filesystem::path& index);

}  // namespace kb
