// The words of the articles of one half of a generation, letter by letter: what misspelt and half-typed ones are
// compared with.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "kb/base/error.h"
#include "kb/base/hash.h"
#include "kb/index/postings.h"

namespace kb {

// Never changes; any number of threads may use one.
class Lexicon {
public:
    using Node = std::uint32_t;
    static constexpr Node root = 0;

    Lexicon() = default;
    // Words (folded) with their articles; any order, repetitions count once.
    explicit Lexicon(const std::vector<std::pair<std::string, std::size_t>>& words);
    // Of words in Russian and Latin letters alone; codes and numbers are no words.
    static Result<Lexicon> read(const Postings& postings);

    // In how many articles a word stands as it is written (folded), and a lemma in any form; 0 for none.
    std::size_t articles_with(std::string_view word) const;
    std::size_t articles_with_lemma(std::string_view lemma) const;

    bool is_word(Node node) const { return nodes_[node].articles > 0; }
    std::size_t articles(Node node) const { return nodes_[node].articles; }
    // Of the words that begin as `node` does, the most that one of them has.
    std::size_t most_articles(Node node) const { return nodes_[node].most; }
    // The node that the letters lead to; nothing when no word begins so.
    std::optional<Node> find(std::u16string_view letters) const;
    // Calls see(Node) where `letter` leads, if it does.
    template <class See>
    void each_step(Node node, char16_t letter, See see) const {
        const Entry& from = nodes_[node];
        for (Node child = from.children; child < from.children + from.count; ++child) {
            if (nodes_[child].letter == letter) return see(child);
        }
    }
    // Calls see(letter, Node) for each letter that can follow.
    template <class See>
    void each_child(Node node, See see) const {
        const Entry& from = nodes_[node];
        for (Node child = from.children; child < from.children + from.count; ++child) see(nodes_[child].letter, child);
    }

private:
    struct Entry {
        Node children = 0;  // the first of those that follow
        std::uint32_t articles = 0, most = 0;
        char16_t letter = 0;
        std::uint16_t count = 0;  // of children
    };
    struct Word {
        std::u16string letters;
        std::size_t articles = 0;
    };
    using Words = std::vector<Word>;

    void add(const std::vector<std::pair<std::string, std::size_t>>& given);
    void add_children(Node node, const Words& words, std::size_t begin, std::size_t end, std::size_t depth);

    std::vector<Entry> nodes_{1};
    std::unordered_map<std::uint64_t, std::uint32_t> lemmas_;  // by fnv1a_64
};

}  // namespace kb
