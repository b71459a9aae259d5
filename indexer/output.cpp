#include "indexer/output.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <memory>

#include <unistd.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "indexer/command.h"
#include "indexer/parsed_file.h"

namespace kb {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t shown_alike = 10;

}  // namespace

void say(std::string_view line) {
    const std::string whole = std::string(line) + "\n";
    std::fwrite(whole.data(), 1, whole.size(), stderr);
}

int report_failure(const Error& error) {
    say("kb-indexer: " + to_string(error));
    return exit_problems;
}

void print_json(const Json& json) {
    fmt::print("{}\n", json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

// "path:line:column: warning: what; cure [rule]"; an error has no word before it.
void print_problems(const std::vector<Problem>& problems) {
    std::map<std::string, std::size_t> seen;
    for (const Problem& problem : problems) {
        const bool is_warning = problem.severity == Severity::warning;
        if (is_warning && ++seen[problem.rule] > shown_alike) continue;
        Problem marked = problem;
        if (is_warning) marked.what = "warning: " + marked.what;
        say(to_string(marked) + (problem.rule.empty() ? "" : fmt::format(" [{}]", problem.rule)));
    }
    for (const auto& [rule, times] : seen) {
        if (times > shown_alike)
            say(fmt::format("… and {} more warnings of the rule '{}'; --json lists all", times - shown_alike, rule));
    }
}

Json problems_json(const std::vector<Problem>& problems) {
    Json list = Json::array();
    for (const Problem& problem : problems) {
        list.push_back({{"path", problem.at.path},
                        {"line", problem.at.line},
                        {"column", problem.at.column},
                        {"severity", problem.severity == Severity::error ? "error" : "warning"},
                        {"rule", problem.rule},
                        {"what", problem.what},
                        {"hint", problem.hint}});
    }
    return list;
}

std::size_t count(const std::vector<Problem>& problems, Severity severity) {
    return static_cast<std::size_t>(std::count_if(problems.begin(), problems.end(),
                                                  [&](const Problem& problem) { return problem.severity == severity; }));
}

Progress terminal_progress(std::string what) {
    if (::isatty(STDERR_FILENO) == 0) return {};
    const auto begin = std::chrono::steady_clock::now();
    auto shown = std::make_shared<std::chrono::steady_clock::time_point>(begin);
    return [=, what = std::move(what)](std::size_t done, std::size_t all) {
        const auto now = std::chrono::steady_clock::now();
        if (now - begin < std::chrono::seconds(1)) return;
        if (now - *shown < std::chrono::milliseconds(100) && done != all) return;
        *shown = now;
        if (all == 0) fmt::print(stderr, "\r{}: {}", what, done);  // nobody knows how many there are
        else fmt::print(stderr, "\r{}: {} of {}{}", what, done, all, done == all ? "\n" : "");
        std::fflush(stderr);
    };
}

}  // namespace kb
