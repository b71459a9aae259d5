#include "server/access/journal.h"

namespace kb::server {

namespace {

constexpr std::int64_t between_reports = 60;  // seconds

}  // namespace

Journal::Journal(AuditLog audit, Clock clock, Log log) : audit_(std::move(audit)), clock_(std::move(clock)), log_(std::move(log)) {}

Journal::~Journal() {
    const std::lock_guard lock(mutex_);
    write_refused();
}

void Journal::record(const Visitor& visitor, std::string action, std::vector<std::pair<std::string, std::string>> about) {
    write_entry({std::string(name_of(visitor.by)), visitor.name, std::string(name_of(visitor.role)), std::move(action), std::move(about)});
}

void Journal::count_refused() {
    const std::lock_guard lock(mutex_);
    ++refused_;
    const std::int64_t now = clock_();
    // A clock that was set back must not silence it.
    const bool is_too_soon = now < next_report_ && next_report_ - now <= between_reports;
    if (is_too_soon) return;
    next_report_ = now + between_reports;
    write_refused();
}

void Journal::write_refused() {
    if (refused_ == 0) return;
    write_entry({.by = "token", .who = {}, .role = {}, .action = "sign-in refused", .about = {}, .times = refused_});
    refused_ = 0;
}

void Journal::write_entry(const AuditEntry& entry) {
    if (const auto written = audit_.write(entry, clock_()); !written) write(log_, LogLevel::error, to_string(written.error()));
}

}  // namespace kb::server
