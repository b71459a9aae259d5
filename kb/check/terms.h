// terms.yaml: words to avoid, and what to write in place of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kb/base/problem.h"

namespace kb {

struct AvoidedTerm {
    std::vector<std::string> avoid;
    std::string use;     // may be empty: then it is to be said otherwise
    std::string lang;    // of articles that it counts in; empty for all
    std::string reason;  // may be empty
    int line = 0;
    bool operator==(const AvoidedTerm&) const = default;
};

struct TermsResult {
    std::vector<AvoidedTerm> terms;
    std::vector<Problem> problems;
};

// Entries that say nothing are reported and left out.
TermsResult parse_terms(std::string_view text, std::string_view path);

}  // namespace kb
