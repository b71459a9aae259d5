#include "kb/search/text_reading.h"

#include <algorithm>

namespace kb {

namespace {

constexpr std::size_t most_bytes_of_words = 48 * 1024;  // some 15,000 words
constexpr std::uint32_t lead_words = 40;
constexpr std::uint32_t near_words = 5;
// How much a pair is worth with so many words from one to the other.
constexpr std::array<float, near_words + 1> closeness = {1, 1, 0.8f, 0.5f, 0.5f, 0.5f};
constexpr float turned_round = 0.7f;

}  // namespace

void TextReading::read(const ArticleMatches& matches, std::string_view encoded_words, std::string_view text) {
    encoded_words = encoded_words.substr(0, most_bytes_of_words - std::min(bytes_, most_bytes_of_words));
    bytes_ += encoded_words.size();
    matches_ = 0;  // no pair goes over the end of a section
    std::uint32_t end = 0;
    matches.each(encoded_words, text.size(), [&](const StoredWord& word, const WantedWords::Key* key) {
        if (word.begin > end + 1 || (word.begin > end && text[end] == '\n')) {
            if (text.substr(end, word.begin - end).find('\n') != std::string_view::npos) end_line();
        }
        end = std::max(end, word.end);
        const auto length = static_cast<float>(word.end - word.begin);
        now_.all += length;
        if (key != nullptr) {
            now_.matched += length * key->sureness;
            add(words_, *key);
        }
        ++words_;
    });
    end_line();
}

void TextReading::add(std::uint32_t place, const WantedWords::Key& key) {
    const AskedWords::Word& word = asked_[key.word];
    if (word.share == 0) return;
    if ((now_.seen >> key.word & 1) == 0) {
        now_.seen |= std::uint32_t{1} << key.word;
        now_.coverage += word.share * key.sureness;
    }
    if (place < lead_words && key.sureness > in_lead_[key.word]) {
        lead_ += (key.sureness - in_lead_[key.word]) * word.share;
        in_lead_[key.word] = key.sureness;
    }
    for (std::uint32_t i = matches_; i-- > 0 && i + last_.size() >= matches_;) {
        const Place& before = last_[i % last_.size()];
        const std::uint32_t distance = place - before.place;
        if (distance > near_words) break;
        const float value = closeness[distance] * std::min(key.sureness, before.sureness);
        if (asked_[before.word].next == key.word) pairs_[before.word] += value;
        else if (word.next == before.word) pairs_[key.word] += turned_round * value;
    }
    last_[matches_++ % last_.size()] = {place, key.word, key.sureness};
}

void TextReading::end_line() {
    if (now_.coverage > 0) {
        const float share = now_.matched / now_.all;
        line_ = std::max(line_, 2 * now_.coverage * share / (now_.coverage + share));
    }
    now_ = {};
}

float TextReading::near() const {
    float sum = 0;
    for (std::uint32_t i = 0; i < max_query_words; ++i) {
        if (pairs_[i] > 0) sum += asked_[i].pair_share * pairs_[i] / (pairs_[i] + 1);
    }
    return sum;
}

}  // namespace kb
