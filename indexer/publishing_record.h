// What builders tell of a build: the status that the server shows, and lines for logs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "indexer/build.h"
#include "indexer/publishing_gate.h"
#include "kb/index/publishing_status.h"

namespace kb {

PublishingStatus status_of(const BuildReport& report, const PublishingGate& gate, std::string_view by, std::int64_t now);
PublishingStatus status_of(const Error& failure, std::string_view by, std::int64_t now);

// Writes it into an index that is one, beginning to count from the first status of the same kind. Commit and generation that it
// does not name are those known so far.
Result<void> record(const std::filesystem::path& index, PublishingStatus status);
// That a build is under way.
Result<void> record_begin(const std::filesystem::path& index, std::int64_t now);

// The reasons one by one, the first few: "ru/vpn.md:3:1: unknown field…", "expectations.tsv:7: …".
std::vector<std::string> reason_lines(const PublishingStatus& status, std::size_t most);

}  // namespace kb
