#include "kb/check/phrase_matcher.h"

#include <algorithm>

namespace kb {

std::size_t PhraseMatcher::add(const std::vector<std::vector<std::string>>& words) {
    std::vector<std::uint32_t> numbers;
    for (const auto& forms : words) {
        const std::uint32_t number = count_++;
        for (const std::string& form : forms) {
            auto& known = forms_[form];
            if (known.empty() || known.back() != number) known.push_back(number);
        }
        numbers.push_back(number);
    }
    beginning_.resize(count_);
    if (!numbers.empty()) beginning_[numbers.front()].push_back(phrases_.size());
    phrases_.push_back(std::move(numbers));
    return phrases_.size() - 1;
}

bool PhraseMatcher::follows(std::string_view text, const std::vector<TextWord>& words, std::size_t at,
                            const std::vector<std::uint32_t>& phrase) const {
    if (at + phrase.size() > words.size()) return false;
    for (std::size_t i = 0; i < phrase.size(); ++i) {
        const TextWord& word = words[at + i];
        if (word.in_name) return false;
        if (i > 0 && !is_plain_gap(text.substr(words[at + i - 1].end, word.begin - words[at + i - 1].end))) return false;
        const auto found = forms_.find(word.folded);
        if (found == forms_.end() || !std::binary_search(found->second.begin(), found->second.end(), phrase[i])) return false;
    }
    return true;
}

std::vector<PhraseMatch> PhraseMatcher::find(std::string_view text, const std::vector<TextWord>& words) const {
    std::vector<PhraseMatch> matches;
    if (is_empty()) return matches;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const auto begins = forms_.find(words[at].folded);
        if (begins == forms_.end()) continue;
        std::size_t best = phrases_.size();
        for (const std::uint32_t number : begins->second) {
            for (const std::size_t phrase : beginning_[number]) {
                if (best < phrases_.size() && phrases_[best].size() >= phrases_[phrase].size()) continue;
                if (follows(text, words, at, phrases_[phrase])) best = phrase;
            }
        }
        if (best == phrases_.size()) continue;
        matches.push_back({best, at, at + phrases_[best].size() - 1});
        at += phrases_[best].size() - 1;
    }
    return matches;
}

}  // namespace kb
