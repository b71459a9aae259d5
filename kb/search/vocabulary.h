// Which words are known.
#pragma once

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

    // Whether an article has it, or a rule of the site's lists that speaks of articles; a word of the language in any form.
    bool is_of_articles(const AnalyzedToken& word) const;

    // Whether a word of some article begins so.
    bool begins_word(std::string_view begin) const;

    const Analyzer& analyzer() const { return snapshot_.analyzer(); }
    const std::vector<const Lexicon*>& lexicons() const { return lexicons_; }
    const Synonyms& synonyms() const { return synonyms_; }
    // One word as the analyzer reads it by itself.
    AnalyzedToken analyze(std::string_view word) const;

private:
    bool has_lemma_of(const AnalyzedToken& word) const;

    const Snapshot& snapshot_;
    const Synonyms& synonyms_;
    std::vector<Half> halves_;
    std::vector<const Lexicon*> lexicons_;
};

}  // namespace kb
