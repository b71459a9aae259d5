// The one analyzer, for indexing and for queries: text → tokens → terms.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kb/base/hash.h"
#include "kb/text/token.h"

namespace kb {

// How a term speaks for its word. The letters begin the terms in indexes and in `kb-indexer terms`.
enum class Tier : char {
    exact = 'X',   // the word as written, folded
    lemma = 'L',   // dictionary forms
    recall = 'R',  // Snowball stems
};

struct Term {
    Tier tier = Tier::exact;
    std::string word;
    bool operator==(const Term&) const = default;
    // The tier's letter, then the word.
    std::string text() const { return static_cast<char>(tier) + word; }
};

struct AnalyzedToken {
    Token token;
    std::vector<Term> terms;  // the exact one first
    // What brings the forms of a word together: its broadest term.
    const Term& key() const { return terms.back(); }
    std::uint32_t key_hash() const { return fnv1a_32(key().text()); }
};

// Any change of what analyze() yields needs a new version: indexes made by another one are refused.
constexpr std::string_view analyzer_name = "otvet-snowball";
constexpr int analyzer_version = 1;

// "otvet-snowball 1"
std::string analyzer_id();

// Stateless and cheap to make; any number of threads may use one.
class Analyzer {
public:
    // Tokens in the order of the text; every token has at least one term.
    std::vector<AnalyzedToken> analyze(std::string_view text) const;
    std::vector<Term> terms_of(const Token& token) const;
};

}  // namespace kb
