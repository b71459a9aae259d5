// Problems as a reader sees them, for comparing.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "kb/base/problem.h"

namespace kb::test {

inline std::vector<std::string> reported(const std::vector<Problem>& problems) {
    std::vector<std::string> lines;
    for (const Problem& problem : problems)
        lines.push_back((problem.severity == Severity::error ? "error: " : "warning: ") + to_string(problem));
    return lines;
}

inline bool has_rule(const std::vector<Problem>& problems, std::string_view rule) {
    return std::any_of(problems.begin(), problems.end(), [&](const Problem& problem) { return problem.rule == rule; });
}

}  // namespace kb::test
