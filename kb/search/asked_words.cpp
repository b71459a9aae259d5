#include "kb/search/asked_words.h"

#include <algorithm>

namespace kb {

AskedWords::AskedWords(const Query& query, const std::vector<WordFrequency>& frequencies) {
    const auto count = static_cast<std::uint32_t>(std::min({query.words.size(), frequencies.size(), max_query_words}));
    for (std::uint32_t i = 0; i < count; ++i) sum_ += frequencies[i].ignored ? 0 : frequencies[i].weight;
    if (sum_ == 0) return;
    for (std::uint32_t i = 0; i < count; ++i) {
        const double share = frequencies[i].weight / sum_;
        if (share > 0) wanted_.add(i, query.words[i], share, frequencies[i].asks_for_stems());
        (frequencies[i].ignored ? words_[i].asking : words_[i].share) = static_cast<float>(share);
    }
    pair_words(count);
}

// A pair is worth what the lesser of its words is.
void AskedWords::pair_words(std::uint32_t count) {
    std::uint32_t last = none;
    float all = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
        if (words_[i].share == 0) continue;
        if (last != none) {
            words_[last].next = i;
            all += words_[last].pair_share = std::min(words_[last].share, words_[i].share);
        }
        last = i;
    }
    if (all == 0) return;
    for (Word& word : words_) word.pair_share /= all;
}

}  // namespace kb
