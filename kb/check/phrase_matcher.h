// Finds phrases whose words may stand in several forms.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kb/check/text_words.h"

namespace kb {

struct PhraseMatch {
    std::size_t phrase = 0;           // the number that add() gave
    std::size_t first = 0, last = 0;  // places in the words of the text
};

class PhraseMatcher {
public:
    // For each word of the phrase its forms, folded as TextWord is. Returns the phrase's number.
    std::size_t add(const std::vector<std::vector<std::string>>& words);

    bool is_empty() const { return phrases_.empty(); }

    // From the left; of phrases that begin at the same word the longest, and none within another. Among equally long ones the
    // first that was added.
    std::vector<PhraseMatch> find(std::string_view text, const std::vector<TextWord>& words) const;

private:
    bool follows(std::string_view text, const std::vector<TextWord>& words, std::size_t at, const std::vector<std::uint32_t>& phrase) const;

    std::vector<std::vector<std::uint32_t>> phrases_;  // numbers of their words
    std::vector<std::vector<std::size_t>> beginning_;  // phrases that begin with each word
    std::unordered_map<std::string, std::vector<std::uint32_t>> forms_;  // the words that each is of
    std::uint32_t count_ = 0;
};

}  // namespace kb
