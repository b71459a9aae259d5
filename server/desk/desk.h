// What the agents' desk has beside the content: who may frame it, and the command that takes drafts.
#pragma once

#include <mutex>
#include <string>

#include "kb/base/error.h"
#include "kb/base/log.h"
#include "server/desk/desk_settings.h"

namespace kb::server {

// Fails when the program that takes drafts is not there, or may not be run.
Result<void> check_desk(const DeskSettings& settings);

// Any number of threads may use one.
class Desk {
public:
    Desk(DeskSettings settings, Log log) : settings_(std::move(settings)), log_(std::move(log)) {}

    const std::vector<std::string>& origins() const { return settings_.origins; }
    const Log& log() const { return log_; }
    bool commits_drafts() const { return settings_.drafts.has_value(); }

    // The branch that the draft is on now. One at a time: another one meanwhile is `busy`. Fails, too, when the command does, takes
    // longer than five seconds, or says that it wrote to a branch that is published.
    Result<std::string> commit_draft(const std::string& path, std::string_view text);

private:
    DeskSettings settings_;
    Log log_;
    std::mutex committing_;
};

}  // namespace kb::server
