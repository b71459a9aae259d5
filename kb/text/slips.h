// What slips of the fingers and of the memory make of a word, and what each costs.
//
// Costs are in slips: about 1 for one that says nothing of its reason, less for those that people make often. The
// distance is that of Damerau (1964) with a price for each kind of slip.
#pragma once

#include <string>
#include <string_view>

namespace kb {

namespace slips {

// Of letter `at` of `typed`, which should not be there. A letter twice, or with its neighbour on the keyboard: less.
double extra(std::u16string_view typed, std::size_t at);
// Of `letter`, which is missing before letter `at` of `typed`.
double missing(std::u16string_view typed, std::size_t at, char16_t letter);
// Of letter `at` of `typed`, which should be `letter`. Neighbours on the keyboard and letters that sound alike: less.
double wrong(std::u16string_view typed, std::size_t at, char16_t letter);
// Of letters `at` and `at` + 1, which should change places.
double swapped(std::u16string_view typed, std::size_t at);

}  // namespace slips

// Looks in a graph of words for those that `typed` may be a slip of. A graph has Node, root, is_word(node),
// each_step(node, letter, see(node)) and each_child(node, see(letter, node)).
template <class Graph>
class NearWords {
public:
    NearWords(const Graph& graph, std::u16string_view typed, int most_slips, double most_cost)
        : graph_(graph), typed_(typed), most_(most_slips), most_cost_(most_cost) {}

    // Calls see(word, cost, node) for each that is made of at least one slip, at most `most_slips` and at most `most_cost`,
    // perhaps several times for one word.
    template <class See>
    void each(See see) {
        word_.clear();
        walk(Graph::root, 0, 0, 0, see);
    }

    // The same for begins of words, of which `typed` may be a slip.
    template <class See>
    void each_begin(See see) {
        only_whole_ = false;
        each(see);
    }

private:
    using Node = typename Graph::Node;

    template <class See>
    void walk(Node node, std::size_t at, double cost, int slips, See& see) {
        if (cost > most_cost_) return;
        if (at == typed_.size() && slips > 0 && (!only_whole_ || graph_.is_word(node))) see(std::u16string_view(word_), cost, node);
        if (at < typed_.size()) graph_.each_step(node, typed_[at], [&](Node next) { go(next, typed_[at], at + 1, cost, slips, see); });
        if (slips == most_) return;
        if (at < typed_.size()) {
            walk(node, at + 1, cost + slips::extra(typed_, at), slips + 1, see);
            if (at + 1 < typed_.size() && typed_[at] != typed_[at + 1]) swap(node, at, cost, slips, see);
        }
        graph_.each_child(node, [&](char16_t letter, Node next) {
            go(next, letter, at, cost + slips::missing(typed_, at, letter), slips + 1, see);
            if (at < typed_.size() && letter != typed_[at])
                go(next, letter, at + 1, cost + slips::wrong(typed_, at, letter), slips + 1, see);
        });
    }

    template <class See>
    void swap(Node node, std::size_t at, double cost, int slips, See& see) {
        graph_.each_step(node, typed_[at + 1], [&](Node second) {
            word_ += typed_[at + 1];
            graph_.each_step(second, typed_[at], [&](Node first) {
                go(first, typed_[at], at + 2, cost + slips::swapped(typed_, at), slips + 1, see);
            });
            word_.pop_back();
        });
    }

    template <class See>
    void go(Node node, char16_t letter, std::size_t at, double cost, int slips, See& see) {
        word_ += letter;
        walk(node, at, cost, slips, see);
        word_.pop_back();
    }

    const Graph& graph_;
    const std::u16string_view typed_;
    const int most_;
    const double most_cost_;
    bool only_whole_ = true;
    std::u16string word_;
};

}  // namespace kb
