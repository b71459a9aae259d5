// A table from words to bytes, searched where it stands in a dictionary file.
//
//   4 bytes   number of slots, a power of two; 0 for an empty table
//   slots     4 bytes each: where the slot's entry begins in the table, of 24 bits, and above them the highest 8 bits
//             of fnv1a_32(word), so that few other words are looked at; 0 for a free slot. A word's entry is at slot
//             fnv1a_32(word) modulo their number, or in the run of taken ones behind it
//   entries   the word, then the value: each its length in LEB128, then its bytes
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace kb {

class WordTable {
public:
    WordTable() = default;
    // `bytes` must outlive the table. What is no table holds no words.
    explicit WordTable(std::string_view bytes);

    std::optional<std::string_view> find(std::string_view word) const;
    // Calls see(word, value) for every entry, in no order that means anything.
    template <class See>
    void each(See see) const {
        for (std::size_t i = 0; i < slots_; ++i) {
            if (const std::uint32_t taken = slot(i); taken != 0) {
                const auto [word, value] = entry(taken);
                see(word, value);
            }
        }
    }

private:
    std::uint32_t slot(std::size_t number) const;
    std::pair<std::string_view, std::string_view> entry(std::uint32_t slot) const;

    std::string_view bytes_;
    std::size_t slots_ = 0;
};

// The entries must fit into 16 MB.
std::string write_word_table(const std::map<std::string, std::string>& values);

}  // namespace kb
