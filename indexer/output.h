// How commands speak: results on standard output, everything else on standard error.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "indexer/content.h"
#include "kb/base/problem.h"

namespace kb {

// Exit statuses, by contract.
constexpr int exit_done = 0;
constexpr int exit_problems = 1;
constexpr int exit_usage = 2;

// A line on standard error. A log that cannot be written is no reason to stop.
void say(std::string_view line);

// Prints an error and gives the status for it.
int report_failure(const Error& error);

// One object, one line.
void print_json(const nlohmann::ordered_json& json);

// Every error; of warnings alike, the first few and how many more there are.
void print_problems(const std::vector<Problem>& problems);

nlohmann::ordered_json problems_json(const std::vector<Problem>& problems);
std::size_t count(const std::vector<Problem>& problems, Severity severity);

// A line that counts up on a terminal, once the work has taken a second; nothing elsewhere.
Progress terminal_progress(std::string what);

}  // namespace kb
