// Where an article has what is looked for.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "kb/index/article_record.h"
#include "kb/search/wanted_words.h"

namespace kb {

struct Match {
    std::uint32_t begin = 0, end = 0;  // bytes of the text
    std::uint32_t word = 0;            // of the query
    double weight = 0;
};

// Which of an article's distinct words are looked for; nothing of a word that has a surer match somewhere else in it.
class ArticleMatches {
public:
    ArticleMatches(const StoredArticle& article, const WantedWords& wanted);

    bool any() const { return any_; }
    // Those of the query that the article has, in their order.
    std::vector<std::uint32_t> words() const;
    std::vector<Match> in(std::string_view encoded_words, std::size_t size) const;
    // Calls see(StoredWord, const WantedWords::Key*) for each word of a text; nullptr for those not looked for.
    template <class See>
    void each(std::string_view encoded_words, std::size_t size, See see) const {
        each_word(encoded_words, size, [&](const StoredWord& word) {
            if (word.word < keys_.size()) see(word, keys_[word.word]);
        });
    }

private:
    std::vector<const WantedWords::Key*> keys_;  // by word of the article
    bool any_ = false;
};

}  // namespace kb
