// Solved tickets of another system → the collection of questions beside the articles.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "indexer/content.h"
#include "kb/base/error.h"
#include "kb/base/log.h"
#include "kb/import/ticket_file.h"
#include "kb/text/dictionaries.h"

namespace kb {

struct QuestionImportRequest {
    std::filesystem::path file, index;
    TicketFormat format;
    bool remove_missing = false;  // those that are not in the file; none while some line of it cannot be read
    bool strict = false;          // publish nothing when a line cannot be read
    std::shared_ptr<const Dictionaries> dictionaries;
    Log log;
    Progress progress;
};

struct QuestionImportReport {
    std::uint64_t read = 0, added = 0, changed = 0, unchanged = 0, removed = 0, refused = 0;
    std::uint64_t repeated = 0;     // lines whose id came again later in the file
    std::uint64_t questions = 0;    // in the collection now
    bool is_published = false;      // false when nothing changed, or by `strict`
    double seconds = 0;
    std::vector<Error> refusals;    // the first hundred, by line
};
constexpr std::size_t most_refusals = 100;

// Texts are scrubbed of personal data before anything is stored. Lines that are no tickets are passed over and reported.
Result<QuestionImportReport> import_questions(const QuestionImportRequest& request);

}  // namespace kb
