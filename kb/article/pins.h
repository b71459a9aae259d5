// pins.tsv: articles that writers want first for a query.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kb/base/problem.h"

namespace kb {

struct Pin {
    std::string lang, query, slug;
    bool operator==(const Pin&) const = default;
};

struct PinsResult {
    std::vector<Pin> pins;   // in the order of the file, which is that of the answers to one query
    std::vector<int> lines;  // of each pin
    std::vector<Problem> problems;
};

// Lines of language, query, slug with tabs between. Lines that say something else are reported and left out.
PinsResult parse_pins(std::string_view text, std::string_view path);

}  // namespace kb
