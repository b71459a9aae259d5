// From a content repository to a published generation.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "indexer/content.h"
#include "kb/base/problem.h"
#include "kb/index/generation.h"
#include "kb/text/dictionaries.h"

namespace kb {

// A generation that is whole, and not published yet.
struct CandidateGeneration {
    std::filesystem::path directory;
    std::optional<std::filesystem::path> live;  // what is served, when this program can read it
    Result<std::string> expectations;           // the content's own expectations.tsv, of the same revision; not_found without one
    bool is_new = true;                          // false for what is served already
};

struct BuildReport;

struct BuildRequest {
    std::filesystem::path content, index;
    std::optional<std::string> ref;  // the commit to read; see Source::open()
    std::shared_ptr<const Dictionaries> dictionaries;
    bool rebuild = false;  // start from nothing and compact
    bool strict = false;   // publish nothing when there are errors in the content
    bool keeps_rollback = false;  // neither unpins nor publishes again what a rollback turned away from
    std::function<std::optional<Error>(const CandidateGeneration&)> verify;  // says why it must not be published
    std::function<void()> began;  // told when no other builder is at work any more
    // Told what came of it before another builder may begin; not told that there is one.
    std::function<void(const Result<BuildReport>&)> ended;
    std::function<std::int64_t()> now;  // unix seconds, by the clock that files have
    Progress progress;
};

enum class RefusedFor { errors, no_articles, rolled_back, verification };

struct BuildReport {
    GenerationNumber generation = 0;
    std::optional<std::string> commit;
    std::size_t articles = 0, added = 0, changed = 0, removed = 0, unchanged = 0;
    double seconds = 0;
    bool published = false;        // false when there was nothing to change, or it was refused
    std::optional<Error> refusal;  // why the content was not published
    RefusedFor refused_for = RefusedFor::errors;
    std::vector<Problem> problems;
};

// Only what changed is parsed and indexed again; the result answers as a rebuild would. On failure what was
// published stays.
Result<BuildReport> build_index(const BuildRequest& request);

}  // namespace kb
