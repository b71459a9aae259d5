// expectations.tsv: what a search must find, and how high.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kb/search/searcher.h"

namespace kb {

struct Expectation {
    int line = 0;
    std::string query, lang;
    std::vector<std::string> slugs;  // any of them; empty when nothing may be found
    std::size_t worst_rank = 1;
};

struct Outcome {
    const Expectation* expectation = nullptr;
    bool passed = false;
    std::string what;                // what is wrong
    std::vector<std::string> found;  // slugs, best first
};

// Fails at the first line that is not of the form.
Result<std::vector<Expectation>> parse_expectations(std::string_view path, std::string_view text);

// How many results of its search count.
std::size_t results_of(const Expectation& expectation);

// `found` has the articles in their order; `expectation` must outlive the answer.
Outcome judge(const Expectation& expectation, std::vector<std::string> found);

// `expectations` must outlive the answer. Only articles in the language of the line count.
Result<std::vector<Outcome>> check_expectations(const Searcher& searcher, const std::vector<Expectation>& expectations,
                                                Audience audience);

}  // namespace kb
