#include "kb/search/letter_runs.h"

#include <bitset>

namespace kb {

namespace {

constexpr std::uint32_t boundary = '_';
constexpr std::size_t most_bytes = 400;  // of a title

constexpr std::uint32_t hash_of(std::uint64_t run) {
    return static_cast<std::uint32_t>((run * 0x9E3779B97F4A7C15u) >> 32);
}

// The letter at `at`, folded roughly and fast; the boundary for whatever is not one. Moves `at` behind it.
std::uint32_t next_letter(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    const std::uint32_t first = byte(at++);
    if (first < 0x80) {
        if (first >= 'A' && first <= 'Z') return first + 32;
        return (first >= 'a' && first <= 'z') || (first >= '0' && first <= '9') ? first : boundary;
    }
    if (first < 0xE0) {
        const std::uint32_t letter = ((first & 0x1F) << 6) | (byte(at++) & 0x3F);
        if (letter >= 0x0410 && letter <= 0x042F) return letter + 0x20;
        if (letter == 0x0401 || letter == 0x0451) return 0x0435;
        return letter < 0xC0 ? boundary : letter;
    }
    const std::size_t more = first < 0xF0 ? 2 : 3;
    const std::uint32_t letter = ((first & 0x0F) << 12) | ((byte(at) & 0x3F) << 6) | (byte(at + 1) & 0x3F);
    at += more;
    return letter >= 0x2000 && letter <= 0x206F ? boundary : letter;
}

// Calls see(run) for each run of letters inside a word; short words make one with their end.
template <class See>
void each_run(std::string_view text, See see) {
    std::uint64_t run = boundary;
    unsigned letters = 1;
    for (std::size_t at = 0; at <= text.size();) {
        const std::uint32_t letter = at < text.size() ? next_letter(text, at) : (++at, boundary);
        run = run << 16 | (letter & 0xFFFF);
        if (letter == boundary) {
            if (letters > 1 && letters < LetterRuns::length) see(run & (letters == 2 ? 0xFFFFFFFFFFFFu : ~std::uint64_t{0}));
            run = boundary;
            letters = 1;
            continue;
        }
        if (++letters >= LetterRuns::length) see(run);
    }
}

}  // namespace

void LetterRuns::add(std::string_view word, double weight) {
    std::size_t count = 0;
    each_run(word, [&](Run) { ++count; });
    if (count == 0 || used_ + count > most_runs) return;
    each_run(word, [&](Run run) { add(run, weight / static_cast<double>(count)); });
    weight_ += weight;
}

void LetterRuns::add(Run run, double weight) {
    if (2 * (used_ + 1) > slots_.size()) grow();
    Slot& slot = slots_[slot_of(run)];
    if (slot.run == 0) slot = {run, 0, static_cast<std::uint32_t>(used_++)};
    slot.weight += static_cast<float>(weight);
    const std::uint32_t hash = hash_of(run);
    maybe_[hash % maybe_bits / 64] |= std::uint64_t{1} << (hash % 64);
}

void LetterRuns::grow() {
    std::vector<Slot> old(2 * slots_.size());
    old.swap(slots_);
    for (const Slot& slot : old) {
        if (slot.run != 0) slots_[slot_of(slot.run)] = slot;
    }
}

std::size_t LetterRuns::slot_of(Run run) const {
    std::size_t at = hash_of(run) % slots_.size();
    while (slots_[at].run != 0 && slots_[at].run != run) at = (at + 1) % slots_.size();
    return at;
}

float LetterRuns::overlap(std::string_view text) const {
    if (weight_ == 0) return 0;
    std::bitset<most_runs> seen;
    std::size_t all = 0, shared = 0;
    double weight = 0;
    each_run(text.substr(0, most_bytes), [&](Run run) {
        ++all;
        const std::uint32_t hash = hash_of(run);
        if ((maybe_[hash % maybe_bits / 64] >> (hash % 64) & 1) == 0) return;
        const Slot& slot = slots_[slot_of(run)];
        if (slot.run == 0) return;
        ++shared;
        if (seen[slot.number]) return;
        seen[slot.number] = true;
        weight += slot.weight;
    });
    if (shared == 0) return 0;
    const double of_words = weight / weight_, of_text = static_cast<double>(shared) / static_cast<double>(all);
    return static_cast<float>(2 * of_words * of_text / (of_words + of_text));
}

}  // namespace kb
