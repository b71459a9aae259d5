#include "server/desk/desk.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "kb/base/ascii.h"
#include "server/delivery/process.h"

namespace kb::server {

namespace {

constexpr std::chrono::seconds time_limit(5);  // a thread of the server waits
constexpr int changed_since = 3;  // the status that says so
constexpr std::size_t most_output = 4096;  // bytes; it says the name of a branch

}  // namespace

Result<void> check_desk(const DeskSettings& settings) {
    if (!settings.drafts || can_run(settings.drafts->command.front())) return {};
    return fail(ErrorCode::not_found, fmt::format("there is no program {} to take drafts", settings.drafts->command.front()), "correct drafts in kb-server.yaml");
}

Result<std::string> Desk::commit_draft(const std::string& path, std::string_view text) {
    const std::unique_lock only(committing_, std::try_to_lock);
    if (!only) return fail(ErrorCode::busy, "another draft is being committed", "try again in a moment");
    const DraftSettings& drafts = *settings_.drafts;
    std::vector<std::string> command = drafts.command;
    command.push_back(path);
    command.push_back(drafts.branch);
    const auto end = run_process(command, text, time_limit, nullptr, most_output);
    if (!end) return fail(end.error());
    if (end->was_slow) return fail(ErrorCode::io, fmt::format("{} took longer than {} s", command.front(), time_limit.count()), "see drafts in docs/desk.md");
    if (end->status == changed_since) return fail(ErrorCode::invalid_argument, fmt::format("{} was changed on {} since it was committed there", path, drafts.branch), "it stays as it is; download this one if it is needed");
    if (end->status != 0 || !end->took_all) return fail(ErrorCode::io, fmt::format("{} ended with {}", command.front(), end->status), "run it by hand; see drafts in docs/desk.md");
    const std::string_view said = trim_blanks(std::string_view(end->output).substr(0, end->output.find('\n')));
    std::string branch = said.empty() ? drafts.branch : branch_name(said);
    if (branch.empty() || std::find(drafts.published.begin(), drafts.published.end(), branch) != drafts.published.end())
        return fail(ErrorCode::io, fmt::format("{} says that it wrote to '{}'", command.front(), said), "drafts never go to a branch that is published");
    return branch;
}

}  // namespace kb::server
