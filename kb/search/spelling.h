// What a word that nobody knows was meant to be.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kb/index/lexicon.h"
#include "kb/index/snapshot.h"
#include "kb/search/synonyms.h"

namespace kb {

// The words of the articles that an audience may see, and those of the dictionaries. Any number of threads may use one.
class Vocabulary {
public:
    Vocabulary(const Snapshot& snapshot, const Synonyms& synonyms, Audience audience);

    // In how many articles a word stands, as written or in another form of its likely lemmas. Of several halves the most.
    std::size_t articles_with(const AnalyzedToken& word) const;
    std::size_t articles_with(std::string_view word) const;
    // Whether a dictionary, one of the site's own lists or an article has it, or, as far as its ending tells, another form of it.
    bool knows(const AnalyzedToken& word) const;
    bool knows(std::string_view word) const;

    // Whether a word of some article begins so.
    bool begins_word(std::string_view begin) const;

    const Analyzer& analyzer() const { return snapshot_.analyzer(); }
    const std::vector<const Lexicon*>& lexicons() const { return lexicons_; }
    // One word as the analyzer reads it by itself.
    AnalyzedToken analyze(std::string_view word) const;

private:
    const Snapshot& snapshot_;
    const Synonyms& synonyms_;
    std::vector<const Lexicon*> lexicons_;
};

struct Guess {
    std::string text;           // one word, or two with a space between
    double cost = 0;            // in slips, see kb/text/slips.h
    std::size_t articles = 0;   // that have it
    double score = 0;           // what decides: likely slips and common words before others
};

// Words of the articles that `word` (folded, in one alphabet) may be a slip of, the best first, at most a few.
std::vector<Guess> guess_slip(const Vocabulary& vocabulary, std::string_view word);
// The same for words that were run together.
std::vector<Guess> guess_split(const Vocabulary& vocabulary, std::string_view word);
// The same for Russian in Latin letters. A word that only begins so is a guess, too, when `may_be_unfinished`.
std::vector<Guess> guess_transliterated(const Vocabulary& vocabulary, std::string_view word, bool may_be_unfinished);
// Begins of words that `begin` may be a slip of.
std::vector<Guess> guess_begin(const Vocabulary& vocabulary, std::string_view begin);
// Words that begin so, the most common first, each with its share of `score`, summing up to 1; forms of one word once.
std::vector<Guess> guess_ends(const Vocabulary& vocabulary, std::string_view begin);

}  // namespace kb
