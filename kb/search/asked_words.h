// A query as measuring sees it: what each of its words is worth, and which follow each other.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "kb/search/candidates.h"
#include "kb/search/query.h"
#include "kb/search/wanted_words.h"

namespace kb {

class AskedWords {
public:
    static constexpr std::uint32_t none = 0xFFFFFFFF;

    struct Word {
        // Of the words that say what is asked, summing up to 1; 0 for those that say how ("what is", "please").
        float share = 0;
        // Of those that say how, on the same scale.
        float asking = 0;
        std::uint32_t next = none;  // of the words that matter
        float pair_share = 0;       // of it and the next, among all such pairs
    };

    AskedWords(const Query& query, const std::vector<WordFrequency>& frequencies);

    // Nothing is asked by a query without words.
    bool empty() const { return sum_ == 0; }
    // Of the weights of the words that matter: what a candidate's score grows with.
    double weight() const { return sum_; }
    const Word& operator[](std::uint32_t word) const { return words_[word]; }
    const WantedWords& wanted() const { return wanted_; }

private:
    void pair_words(std::uint32_t count);

    std::array<Word, max_query_words> words_{};
    WantedWords wanted_;
    double sum_ = 0;
};

// A value for each word of a query.
using PerWord = std::array<float, max_query_words>;

}  // namespace kb
