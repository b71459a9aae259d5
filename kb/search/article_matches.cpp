#include "kb/search/article_matches.h"

#include <algorithm>

namespace kb {

namespace {

// Longer ones are no words, but runs of one letter and the like: a line of them shows nothing. In bytes.
constexpr std::uint32_t longest_match = 256;

static_assert(max_query_words <= 32);
constexpr std::uint32_t bit(std::uint32_t word) {
    return std::uint32_t{1} << (word % 32);
}

}  // namespace

ArticleMatches::ArticleMatches(const StoredArticle& article, const WantedWords& wanted) : keys_(article.words.size()) {
    std::uint32_t found_surely = 0;
    bool doubts = false;
    for (std::size_t i = 0; i < article.words.size(); ++i) {
        const WantedWords::Key* best = nullptr;
        article.words[i].each([&](std::uint32_t hash) {
            const WantedWords::Key* key = wanted.find(hash);
            if (key != nullptr && (best == nullptr || key->weight > best->weight)) best = key;
        });
        if (best == nullptr) continue;
        keys_[i] = best;
        any_ = true;
        if (best->is_doubtful) doubts = true;
        else found_surely |= bit(best->word);
    }
    if (!doubts) return;
    for (const WantedWords::Key*& key : keys_) {
        if (key != nullptr && key->is_doubtful && (found_surely & bit(key->word)) != 0) key = nullptr;
    }
}

std::vector<std::uint32_t> ArticleMatches::words() const {
    std::vector<std::uint32_t> words;
    for (const WantedWords::Key* key : keys_) {
        if (key != nullptr) words.push_back(key->word);
    }
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words;
}

std::vector<Match> ArticleMatches::in(std::string_view encoded_words, std::size_t size) const {
    std::vector<Match> matches;
    each(encoded_words, size, [&](const StoredWord& word, const WantedWords::Key* key) {
        if (key != nullptr && word.end - word.begin <= longest_match)
            matches.push_back({word.begin, word.end, key->word, key->weight});
    });
    return matches;
}

}  // namespace kb
