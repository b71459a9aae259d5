// A finding about content: it never stops the other articles.
#pragma once

#include <string>

#include "kb/base/error.h"

namespace kb {

enum class Severity : int { warning = 1, error = 2 };

struct Problem {
    Location at;
    Severity severity = Severity::error;
    std::string rule;  // stable name, e.g. "unknown-field"
    std::string what;
    std::string hint;
    bool operator==(const Problem&) const = default;
};

inline std::string to_string(const Problem& problem) {
    return to_string(Error{ErrorCode::invalid_content, problem.what, problem.hint, problem.at});
}

}  // namespace kb
