// What is looked for: words of a question, each by the keys (Term::hash) that speak for it.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "kb/search/query.h"

namespace kb {

class WantedWords {
public:
    struct Key {
        std::uint32_t word = 0;    // which of the words
        double weight = 0;         // how much the word matters, times how surely the key means it
        float sureness = 0;        // of (0, 1]
        bool is_doubtful = false;  // of the same stem only: marked where nothing surer is found
    };

    WantedWords();
    // `weight` is how much the word matters; above 0. Stems are wanted only of a word that no article has.
    void add(std::uint32_t word, const QueryWord& terms, double weight, bool with_stems);

    // Asked for every word of every candidate: most are turned away by one bit.
    const Key* find(std::uint32_t hash) const {
        if ((maybe_[hash % maybe_bits / 64] >> (hash % 64) & 1) == 0) return nullptr;
        return look_up(hash);
    }

private:
    struct Slot {
        std::uint32_t hash = 0;
        Key key;  // of weight 0 in an empty slot
    };
    static constexpr std::uint32_t maybe_bits = 8192;

    void add(const Term& term, const Key& key);
    void grow();
    const Key* look_up(std::uint32_t hash) const;

    std::array<std::uint64_t, maybe_bits / 64> maybe_{};
    std::vector<Slot> slots_;  // open addressing, a power of two of them
    std::size_t used_ = 0;
};

}  // namespace kb
