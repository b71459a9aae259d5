// What kb-server.yaml says of the agents' desk; see docs/desk.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kb/base/yaml.h"

namespace kb::server {

// How drafts get to the writers.
struct DraftSettings {
    std::vector<std::string> command;  // a program and its arguments; a path and a branch are added
    std::string branch = "drafts";
    std::vector<std::string> published = {"main", "master"};  // branches that no draft may ever get to
};

struct DeskSettings {
    // Pages that may show the desk in a frame, such as "https://desk.example.com", in lower case; none when empty.
    std::vector<std::string> origins;
    std::optional<DraftSettings> drafts;
};

// `drafts` of kb-server.yaml. Fails at the first mistake, and when the branch is a published one.
Result<DraftSettings> read_draft_settings(const Yaml& value);

// As git names it: without refs/heads/; empty when no branch can be called so, or HEAD.
std::string branch_name(std::string_view text);

}  // namespace kb::server
