// What staff did, one JSON object a line: audit.log in the data folder. Never what customers wrote, nor their addresses.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "kb/base/error.h"

namespace kb {

struct AuditEntry {
    std::string by;      // how they were known: "command line", "token", "session" or "proxy"
    std::string who;     // name of the token, the Unix user, or whom the proxy named; empty for nobody in particular
    std::string role;    // empty on the command line
    std::string action;  // "sign-in", "token create", …
    std::vector<std::pair<std::string, std::string>> about = {};  // names and numbers: {"ticket", "48213907"}
    std::int64_t times = 1;
};

// One of the command line, by who runs it.
AuditEntry command_line_entry(std::string action, std::vector<std::pair<std::string, std::string>> about);

// Any number of threads and programs may write at the same time.
class AuditLog {
public:
    explicit AuditLog(const std::filesystem::path& data) : path_(data / "audit.log") {}

    // Appends a line. A file that would grow beyond `most_bytes` becomes audit.log.1 first, that one audit.log.2, and so on; of
    // these `kept` stay. `now` in seconds since 1970.
    Result<void> write(const AuditEntry& entry, std::int64_t now) const;

    static constexpr std::size_t most_bytes = 4 * 1024 * 1024;
    static constexpr int kept = 9;

private:
    void turn_over() const;

    std::filesystem::path path_;
};

}  // namespace kb
