#include "kb/search/wanted_words.h"

#include "kb/search/ranking.h"

namespace kb {

WantedWords::WantedWords() : slots_(64) {}

void WantedWords::add(std::uint32_t word, const QueryWord& terms, double weight, bool with_stems) {
    const auto key = [&](double sureness, bool is_doubtful) {
        return Key{word, weight * sureness, static_cast<float>(sureness), is_doubtful};
    };
    for (const Term& term : terms.own()) add(term, key(term.weight, false));
    for (const Term& term : terms.derived) add(term, key(term.weight * ranking::derived_weight, false));
    for (const Term& term : terms.synonym_words) add(term, key(term.weight * ranking::synonym_weight, false));
    if (!with_stems) return;
    for (const Term& term : terms.of(Tier::recall)) add(term, key(ranking::recall_weight, true));
}

void WantedWords::add(const Term& term, const Key& key) {
    if (2 * (used_ + 1) > slots_.size()) grow();
    const std::uint32_t hash = term.hash();
    std::size_t at = hash % slots_.size();
    while (slots_[at].key.weight > 0 && slots_[at].hash != hash) at = (at + 1) % slots_.size();
    used_ += slots_[at].key.weight > 0 ? 0 : 1;
    if (key.weight > slots_[at].key.weight) slots_[at] = {hash, key};
    maybe_[hash % maybe_bits / 64] |= std::uint64_t{1} << (hash % 64);
}

void WantedWords::grow() {
    std::vector<Slot> old(2 * slots_.size());
    old.swap(slots_);
    for (const Slot& slot : old) {
        if (slot.key.weight == 0) continue;
        std::size_t at = slot.hash % slots_.size();
        while (slots_[at].key.weight > 0) at = (at + 1) % slots_.size();
        slots_[at] = slot;
    }
}

const WantedWords::Key* WantedWords::look_up(std::uint32_t hash) const {
    for (std::size_t at = hash % slots_.size(); slots_[at].key.weight > 0; at = (at + 1) % slots_.size()) {
        if (slots_[at].hash == hash) return &slots_[at].key;
    }
    return nullptr;
}

}  // namespace kb
