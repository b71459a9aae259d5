#include "kb/text/word_table.h"

#include <bit>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "kb/base/bytes.h"
#include "kb/base/hash.h"

namespace kb {

namespace {

constexpr std::size_t number_size = sizeof(std::uint32_t);
constexpr std::uint32_t place_bits = 0xFFFFFF;

}  // namespace

WordTable::WordTable(std::string_view bytes) : bytes_(bytes) {
    if (bytes.size() < number_size) return;
    const std::size_t slots = number_at<std::uint32_t>(bytes, 0);
    if (std::has_single_bit(slots) && slots < bytes.size() / number_size) slots_ = slots;
}

std::uint32_t WordTable::slot(std::size_t number) const {
    return number_at<std::uint32_t>(bytes_, number_size * (number + 1));
}

std::pair<std::string_view, std::string_view> WordTable::entry(std::uint32_t slot) const {
    const std::size_t begin = slot & place_bits;
    if (begin >= bytes_.size()) return {};
    ByteReader in(bytes_.substr(begin));
    const std::string_view word = in.string();
    return {word, in.string()};
}

std::optional<std::string_view> WordTable::find(std::string_view word) const {
    if (slots_ == 0) return {};
    const std::uint32_t hash = fnv1a_32(word);
    for (std::size_t i = 0; i < slots_; ++i) {
        const std::uint32_t taken = slot((hash + i) & (slots_ - 1));
        if (taken == 0) return {};
        if ((taken ^ hash) > place_bits) continue;
        const auto [known, value] = entry(taken);
        if (known == word) return value;
    }
    return {};
}

std::string write_word_table(const std::map<std::string, std::string>& values) {
    if (values.empty()) return std::string(number_size, '\0');
    const std::size_t slots = std::bit_ceil(values.size() * 2);
    const std::size_t header = number_size * (slots + 1);
    std::vector<std::uint32_t> table(slots + 1);
    table[0] = static_cast<std::uint32_t>(slots);
    ByteWriter entries;
    for (const auto& [word, value] : values) {
        const std::uint32_t hash = fnv1a_32(word);
        std::size_t slot = hash & (slots - 1);
        while (table[slot + 1] != 0) slot = (slot + 1) & (slots - 1);
        if (header + entries.size() > place_bits) throw std::length_error("a word table is larger than 16 MB");
        table[slot + 1] = static_cast<std::uint32_t>(header + entries.size()) | (hash & ~place_bits);
        entries.string(word);
        entries.string(value);
    }
    std::string bytes(reinterpret_cast<const char*>(table.data()), header);
    return bytes + entries.bytes();
}

}  // namespace kb
