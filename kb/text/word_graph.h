// A compact graph of words (a DAWG in a double array): each path spells a key. Searched where it stands in memory.
//
// The layout is that of S. Yata's dawgdic with its guide. A unit of 32 bits stands for a node: bits 0-7 the label by
// which it was reached, bit 8 whether a key ends here, bit 9 scales the offset, bits 10-30 the offset; a child's place is
// place ^ offset ^ label. The unit reached from a key's end by the label 0 holds the key's value, with bit 31 set. The
// guide has two bytes a node: the label of its first child and of its next sibling, 0 for none.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace kb {

// A number inside a key: 14 bits in two bytes, each made so that it is never zero. `at` + 2 bytes are there.
inline std::uint16_t key_number(std::string_view key, std::size_t at) {
    const auto high = static_cast<unsigned char>(key[at]), low = static_cast<unsigned char>(key[at + 1]);
    return static_cast<std::uint16_t>(((high ^ 1u) << 6) + (low >> 1));
}

class WordGraph {
public:
    using Node = std::uint32_t;
    static constexpr Node root = 0;

    WordGraph() = default;
    // Both must outlive the graph.
    WordGraph(std::span<const std::uint32_t> units, std::span<const std::uint8_t> guide) : units_(units), guide_(guide) {}

    bool is_empty() const { return units_.empty(); }

    std::optional<Node> follow(Node node, unsigned char label) const {
        if (node >= units_.size()) return {};
        const Node child = node ^ offset(units_[node]) ^ label;
        if (child >= units_.size() || (units_[child] & (is_value | label_bits)) != label) return {};
        return child;
    }
    std::optional<Node> follow(Node node, std::string_view labels) const {
        std::optional<Node> at = node;
        for (const char label : labels) {
            if (!at) break;
            at = follow(*at, static_cast<unsigned char>(label));
        }
        return at;
    }

    bool ends_key(Node node) const { return node < units_.size() && (units_[node] & ends_bit) != 0; }
    // Of the key that ends at `node`; 0 when none does.
    std::uint32_t value(Node node) const {
        if (!ends_key(node)) return 0;
        const Node leaf = node ^ offset(units_[node]);
        return leaf < units_.size() ? units_[leaf] & ~is_value : 0;
    }

    // Calls see(label, Node) for each node right below, by label.
    template <class See>
    void each_child(Node node, See see) const {
        if (2 * std::size_t(node) + 1 >= guide_.size()) return;
        for (unsigned char label = guide_[2 * std::size_t(node)]; label != 0;) {
            const auto child = follow(node, label);
            if (!child || 2 * std::size_t(*child) + 1 >= guide_.size()) return;
            see(label, *child);
            label = guide_[2 * std::size_t(*child) + 1];
        }
    }

    // Calls see(std::string_view) with the rest of every key below `node`, in order. Rests longer than
    // max_rest bytes are left out.
    static constexpr std::size_t max_rest = 120;
    template <class See>
    void each_rest(Node node, See see) const {
        std::array<char, max_rest> rest;
        walk(node, rest, 0, see);
    }

private:
    static constexpr std::uint32_t label_bits = 0xFF, ends_bit = 1u << 8, scale_bit = 1u << 9, is_value = 1u << 31;

    static std::uint32_t offset(std::uint32_t unit) { return (unit >> 10) << ((unit & scale_bit) >> 6); }

    template <class See>
    void walk(Node node, std::array<char, max_rest>& rest, std::size_t depth, See& see) const {
        if (ends_key(node)) see(std::string_view(rest.data(), depth));
        if (depth == max_rest) return;
        each_child(node, [&](unsigned char label, Node child) {
            rest[depth] = static_cast<char>(label);
            walk(child, rest, depth + 1, see);
        });
    }

    std::span<const std::uint32_t> units_;
    std::span<const std::uint8_t> guide_;
};

}  // namespace kb
