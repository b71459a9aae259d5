// Words that stand for what is asked, though they are others: those of synonyms.tsv, and well-known abbreviations.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "kb/index/lexicon.h"
#include "kb/index/snapshot.h"
#include "kb/search/query.h"
#include "kb/text/analyzer.h"

namespace kb {

// Made once for a snapshot; any number of threads may use one.
class Synonyms {
public:
    // Of the site's own rules, those of which some phrase stands in articles that the audience may see: what is said of
    // internal articles alone must not teach customers' searches their words.
    Synonyms(const Snapshot& snapshot, Audience audience);

    // Puts synonyms beside the words of the query, in any form and order of a phrase's words. Returns what was added, a
    // line each, for explanations.
    std::vector<std::string> add_to(Query& query) const;

    // The words of all rules, as a lexicon in which each has one article.
    const Lexicon& lexicon() const { return lexicon_; }

    // Whether a rule speaks of the word.
    bool has(const AnalyzedToken& word) const;

private:
    using Word = std::vector<Term>;  // what stands for it
    struct Phrase {
        std::string text;
        std::vector<Word> words;         // all of them
        std::vector<Word> content;       // without stop words, unless there are no others
    };
    struct Rule {
        std::vector<Phrase> phrases;
        bool both_ways = true;
    };

    void add(const SynonymRule& rule, const Analyzer& analyzer);
    static bool is_told(const SynonymRule& rule, const Snapshot& snapshot, Audience audience);
    static Phrase phrase_of(std::string_view text, const Analyzer& analyzer);
    static bool stands_at(const Phrase& phrase, const std::vector<std::size_t>& places, std::size_t at, const Query& query);
    static void add(const Phrase& to, const std::vector<std::size_t>& places, Query& query);

    std::vector<Rule> rules_;
    Lexicon lexicon_;
    std::unordered_set<std::string> words_;  // exact ones and lemmas
};

}  // namespace kb
