// What the server tells the audit log.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "kb/base/log.h"
#include "kb/store/audit_log.h"
#include "server/access/visitor.h"
#include "server/clock.h"

namespace kb::server {

// Any number of threads may use one. What cannot be written is an error in the server's log; nobody is refused because of it.
class Journal {
public:
    Journal(AuditLog audit, Clock clock, Log log);
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    // `about` holds names and numbers, never what customers wrote: {"report", "empty-searches"}.
    void record(const Visitor& visitor, std::string action, std::vector<std::pair<std::string, std::string>> about = {});
    // Somebody showed what lets nobody in. One line a minute at most, with how many there were, so that nobody can fill the disk.
    void count_refused();

private:
    void write_refused();  // with the lock held
    void write_entry(const AuditEntry& entry);

    AuditLog audit_;
    Clock clock_;
    Log log_;
    std::mutex mutex_;
    std::int64_t refused_ = 0;     // not written yet
    std::int64_t next_report_ = 0; // seconds since 1970
};

}  // namespace kb::server
