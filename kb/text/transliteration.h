// Russian in Latin letters, the usual schemes mixed: "kak vernut' dengi", "podpis4ik", "shhuka".
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace kb {

// What a run of Latin letters may stand for.
struct LatinSpelling {
    std::u16string_view latin, russian;
    double cost = 0;  // 0 for what every scheme says, up to 1 for what people do now and then
};
// Those that `typed` can begin with, the longest first; `typed` is in lower case.
std::span<const LatinSpelling> latin_spellings(char16_t first);

// Signs that most people leave out.
constexpr double left_out_sign = 0.05;

// The likeliest spelling when no dictionary helps. Letters that are not Latin stay.
std::u16string spell_in_russian(std::u16string_view typed);

// Looks in a graph (see slips.h) for the words that `typed` may stand for.
template <class Graph>
class Transliterated {
public:
    Transliterated(const Graph& graph, std::u16string_view typed) : graph_(graph), typed_(typed) {}

    // Calls see(word, cost, node) for each, perhaps several times for one word.
    template <class See>
    void each(See see) {
        word_.clear();
        walk(Graph::root, 0, 0, see);
    }

    // Calls see(begin, cost, node) where there are words that begin so.
    template <class See>
    void each_begin(See see) {
        only_whole_ = false;
        each(see);
    }

private:
    using Node = typename Graph::Node;

    template <class See>
    void walk(Node node, std::size_t at, double cost, See& see) {
        if (at == typed_.size() && (!only_whole_ || graph_.is_word(node))) see(std::u16string_view(word_), cost, node);
        const bool after_letter = !word_.empty() && word_.back() != u'ь' && word_.back() != u'ъ';
        if (after_letter) {
            for (const char16_t sign : {u'ь', u'ъ'}) spell(node, std::u16string_view(&sign, 1), at, cost + left_out_sign, see);
        }
        if (at == typed_.size()) return;
        for (const LatinSpelling& spelling : latin_spellings(typed_[at])) {
            if (typed_.substr(at).starts_with(spelling.latin))
                spell(node, spelling.russian, at + spelling.latin.size(), cost + spelling.cost, see);
        }
    }

    template <class See>
    void spell(Node node, std::u16string_view russian, std::size_t at, double cost, See& see) {
        if (russian.empty()) return walk(node, at, cost, see);
        graph_.each_step(node, russian.front(), [&](Node next) {
            word_ += russian.front();
            spell(next, russian.substr(1), at, cost, see);
            word_.pop_back();
        });
    }

    const Graph& graph_;
    const std::u16string_view typed_;
    bool only_whole_ = true;
    std::u16string word_;
};

}  // namespace kb
