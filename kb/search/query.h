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

// Whether two words, each by what stands for it, have a term in common: then they are forms of one word.
bool are_forms_of_one(const std::vector<Term>& a, const std::vector<Term>& b);

// Words, each by the terms that stand for it.
using Phrase = std::vector<std::vector<Term>>;

struct QueryWord {
    std::string typed;         // as in the query
    std::vector<Term> terms;   // as AnalyzedToken::terms
    std::vector<Term> derived; // of words one derivational step away, each with the weight of the lemma it is from
    std::vector<Phrase> synonyms;       // that stand for it, see Synonyms: an article with all words of one
    std::vector<Term> synonym_words;    // of them, each with its share of what the word is worth
    bool is_stop_word = false;
    bool is_part = false;      // of a compound that stands before it as a whole
    bool is_guess = false;     // its lemmas are different words that may be meant
    unsigned times = 1;

    // What stands for the word itself: its lemmas, or the exact word when it has none.
    std::vector<Term> own() const;
    std::vector<Term> of(Tier tier) const;
};

struct Query {
    std::string text;                 // cut, well-formed, without surrounding spaces
    std::vector<QueryWord> words;     // distinct, in the order typed; those of phrases, too
    std::vector<Phrase> phrases;      // in quotes: words that must follow one another
    std::vector<QueryWord> excluded;  // typed as -word: articles with one of them are not wanted

    bool has_conditions() const { return !phrases.empty() || !excluded.empty(); }
    void drop_conditions() {
        phrases.clear();
        excluded.clear();
    }
};

// Quotes («», “”, "") and minuses count only where they cannot mean anything else: in pairs around words, and between a
// space and a word beside which others are asked for.
Query read_query(std::string_view typed, const Analyzer& analyzer);

// Bytes that are not UTF-8, zero bytes and control characters as spaces; at most `limit` bytes.
std::string clean_text(std::string_view text, std::size_t limit);

}  // namespace kb
