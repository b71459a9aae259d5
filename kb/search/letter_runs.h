// Runs of letters that a query's words share with a text: for misspelt and unknown words, which morphology cannot join.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace kb {

class LetterRuns {
public:
    // Letters in a run, the beginning of a word counting as one.
    static constexpr unsigned length = 4;

    LetterRuns() : slots_(64) {}
    // The runs of a word share its weight.
    void add(std::string_view word, double weight);

    // How alike a text is, from 0 to 1: the harmonic mean of the share of the words' runs in it, by weight, and of the
    // share of its runs among theirs (Dice). Only the beginning of a long text is looked at.
    float overlap(std::string_view text) const;

private:
    using Run = std::uint64_t;  // 16 bits of each letter
    struct Slot {
        Run run = 0;  // 0 in an empty slot
        float weight = 0;
        std::uint32_t number = 0;
    };
    static constexpr std::uint32_t maybe_bits = 8192;
    static constexpr std::size_t most_runs = 512;

    void add(Run run, double weight);
    void grow();
    std::size_t slot_of(Run run) const;

    std::array<std::uint64_t, maybe_bits / 64> maybe_{};
    std::vector<Slot> slots_;
    std::size_t used_ = 0;
    double weight_ = 0;
};

}  // namespace kb
