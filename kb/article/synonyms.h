// synonyms.tsv: phrases that mean the same.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kb/base/problem.h"

namespace kb {

struct SynonymRule {
    std::string lang;       // of the articles that need it; queries are matched by their words alone
    bool both_ways = true;  // else who asks for the first is shown the others, and not the other way round
    std::vector<std::string> phrases;
    bool operator==(const SynonymRule&) const = default;
};

struct SynonymsResult {
    std::vector<SynonymRule> rules;  // in the order of the file
    std::vector<Problem> problems;
};

// Lines of language or *, = or >, and two phrases or more, with tabs between. Lines that say something else are reported
// and left out.
SynonymsResult parse_synonyms(std::string_view text, std::string_view path);

// The rules that every site has: л/к, смс, 2fa, faq and the like.
const std::vector<SynonymRule>& common_abbreviations();

}  // namespace kb
