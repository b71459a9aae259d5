#include "kb/stats/near_groups.h"

#include <algorithm>

#include "kb/base/utf8.h"

namespace kb {

namespace {

constexpr std::size_t shortest_word = 5, longest_word = 40, most_words = 8;

std::vector<std::string> words_of(std::string_view group) {
    std::vector<std::string> words;
    for (std::size_t begin = 0; begin < group.size();) {
        const std::size_t end = std::min(group.find(' ', begin), group.size());
        words.emplace_back(group.substr(begin, end - begin));
        begin = end + 1;
    }
    return words;
}

// What slips happen in: words, not codes.
bool may_slip(std::u16string_view word) {
    return word.size() >= shortest_word && word.size() <= longest_word && std::none_of(word.begin(), word.end(), [](char16_t unit) { return unit >= u'0' && unit <= u'9'; });
}

std::string all_but(const std::vector<std::string>& words, std::size_t left_out) {
    std::string others;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i != left_out) others += words[i] + ' ';
    }
    return others;
}

// Calls see(key) for the word as it is, and with each letter left out: words one slip apart share one (SymSpell; Garbe 2012).
template <class See>
void each_key(const std::string& others, const std::u16string& word, See see) {
    const std::hash<std::string> hash;
    see(hash(others + '\n' + to_utf8(word)));
    for (std::size_t i = 0; i < word.size(); ++i) see(hash(others + '\n' + to_utf8(word.substr(0, i) + word.substr(i + 1))));
}

bool is_one_slip(std::u16string_view a, std::u16string_view b) {
    if (a.size() < b.size()) std::swap(a, b);
    const std::size_t same = static_cast<std::size_t>(std::mismatch(b.begin(), b.end(), a.begin()).first - b.begin());
    const std::u16string_view rest_a = a.substr(same), rest_b = b.substr(same);
    if (a.size() == b.size() + 1) return rest_a.substr(1) == rest_b;
    if (a.size() != b.size() || rest_a.empty()) return false;
    if (rest_a.substr(1) == rest_b.substr(1)) return true;
    return rest_a.size() > 1 && rest_a[0] == rest_b[1] && rest_a[1] == rest_b[0] && rest_a.substr(2) == rest_b.substr(2);
}

}  // namespace

void NearGroups::add(const std::string& group) {
    if (has(group)) return;
    if (groups_.size() >= most_) forget_half();
    groups_.push_back(group);
    index(static_cast<std::uint32_t>(groups_.size() - 1));
}

void NearGroups::index(std::uint32_t place) {
    places_.emplace(groups_[place], place);
    const auto words = words_of(groups_[place]);
    if (words.size() > most_words) return;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::u16string word = to_utf16(words[i]);
        if (may_slip(word)) each_key(all_but(words, i), word, [&](std::uint64_t key) { keys_.emplace(key, place); });
    }
}

void NearGroups::forget_half() {
    groups_.erase(groups_.begin(), groups_.begin() + static_cast<std::ptrdiff_t>(groups_.size() / 2));
    places_.clear();
    keys_.clear();
    for (std::size_t i = 0; i < groups_.size(); ++i) index(static_cast<std::uint32_t>(i));
}

std::string NearGroups::near(const std::string& group, const IsKnown& is_known) const {
    const auto words = words_of(group);
    if (words.size() > most_words) return {};
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::u16string word = to_utf16(words[i]);
        if (!may_slip(word)) continue;
        const std::string others = all_but(words, i);
        const bool known = is_known(words[i]);
        std::string found;
        each_key(others, word, [&](std::uint64_t key) {
            const auto [begin, end] = keys_.equal_range(key);
            for (auto at = begin; at != end && found.empty(); ++at) {
                // Words stand in their order, in which a slip may have another place.
                for (const std::string& other : words_of(groups_[at->second])) {
                    if (std::find(words.begin(), words.end(), other) != words.end()) continue;
                    if (is_one_slip(word, to_utf16(other)) && !(known && is_known(other))) found = groups_[at->second];
                }
            }
        });
        if (!found.empty()) return found;
    }
    return {};
}

}  // namespace kb
