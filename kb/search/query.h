// What was typed, as words to look for. Any text is a query: reading one never fails.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kb/text/analyzer.h"

namespace kb {

// Longer queries are cut here, in bytes of UTF-8.
constexpr std::size_t max_query = 1024;
// Distinct words beyond these are left out: the rarest decide anyway, and each costs time.
constexpr std::size_t max_query_words = 32;

struct QueryWord {
    std::string typed;         // as in the query
    std::vector<Term> terms;   // exact first, broadest last
    bool is_stop_word = false;
    unsigned times = 1;
    const Term& key() const { return terms.back(); }
};

struct Query {
    std::string text;              // cut, well-formed, without surrounding spaces
    std::vector<QueryWord> words;  // distinct, in the order typed
};

Query read_query(std::string_view typed, const Analyzer& analyzer);

// Bytes that are not UTF-8, zero bytes and control characters as spaces; at most `limit` bytes.
std::string clean_text(std::string_view text, std::size_t limit);

}  // namespace kb
