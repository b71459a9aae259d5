// Russian words and their forms, from the OpenCorpora dictionary.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kb/base/error.h"
#include "kb/text/cyrillic.h"
#include "kb/text/dictionary_file.h"
#include "kb/text/lemma.h"
#include "kb/text/word_graph.h"
#include "kb/text/word_table.h"

namespace kb {

// One way to read a form: as form number `form` of an inflection pattern.
struct RussianReading {
    std::uint16_t paradigm = 0, form = 0;
    std::uint16_t tag = 0;  // see RussianDictionary::tag
    std::string lemma;      // as Lemma::word
    double likelihood = 0;
};

// Every form that the dictionary has, letter by letter; ё is е. Valid as long as the dictionary.
class RussianForms {
public:
    using Node = WordGraph::Node;
    static constexpr Node root = WordGraph::root;

    explicit RussianForms(const WordGraph& graph) : graph_(&graph) {}

    bool is_word(Node node) const { return graph_->follow(node, separator).has_value(); }
    // Calls see(Node) where `letter` leads: е leads to ё, too.
    template <class See>
    void each_step(Node node, char16_t letter, See see) const {
        if (const auto next = graph_->follow(node, cyrillic::to_byte(letter))) see(*next);
        if (letter != u'е') return;
        if (const auto next = graph_->follow(node, static_cast<unsigned char>(cyrillic::io))) see(*next);
    }
    // Calls see(letter, Node) for each letter that can follow.
    template <class See>
    void each_child(Node node, See see) const {
        graph_->each_child(node, [&](unsigned char label, Node child) {
            if (label != separator) see(cyrillic::to_letter(label), child);
        });
    }

    static constexpr unsigned char separator = 1;  // between a form and what it is

private:
    const WordGraph* graph_;
};

// Words are given in lower case, in UTF-8; е stands for ё, too. Any number of threads may use one.
class RussianDictionary {
public:
    static Result<RussianDictionary> open(const std::filesystem::path& path);

    // As the dictionary has it, the likely before the unlikely; empty for words it does not have.
    std::vector<RussianReading> readings(std::string_view word) const;
    // The same for a word that it does not have, judged by the ending; only readings worth considering.
    std::vector<RussianReading> predict(std::string_view word) const;

    // Distinct lemmas of readings(), and of predict().
    std::vector<Lemma> lemmas(std::string_view word) const;
    std::vector<Lemma> predicted_lemmas(std::string_view word) const;

    RussianForms all_forms() const { return RussianForms(forms_); }

    // Every form of the word that a reading is of, from the dictionary form on, with its tag; ё as it is written.
    std::vector<std::pair<std::string, std::uint16_t>> forms(std::string_view word, const RussianReading& reading) const;

    // Grammemes as OpenCorpora writes them: "NOUN,inan,masc sing,gent".
    std::string_view tag(std::uint16_t number) const;

    // Lemmas one derivational step away: оплатить → оплата, оплачивать.
    std::vector<std::string> derived(std::string_view lemma) const;

    std::uint64_t checksum() const { return file_.checksum(); }

private:
    // A pattern: which prefix and suffix each form puts around the stem, and its tag.
    struct Paradigm {
        std::span<const std::uint16_t> suffixes, tags, prefixes;
    };
    struct Found {
        std::uint16_t paradigm = 0, form = 0, tag = 0;
        double weight = 0;
        std::string lemma;  // in single bytes
    };
    using Letters = std::string_view;  // see cyrillic.h

    std::vector<Found> look_up(Letters word) const;
    std::vector<Found> look_up_endings(Letters word) const;
    void weigh(Letters word, std::vector<Found>& found) const;
    bool add(Letters word, std::uint16_t paradigm, std::uint16_t form, double weight, std::vector<Found>& found) const;
    Paradigm paradigm(std::uint16_t number) const;
    std::string_view suffix(std::uint16_t number) const;

    DictionaryFile file_;
    WordGraph forms_;
    std::array<WordGraph, 3> endings_;
    std::span<const std::uint32_t> paradigm_places_, suffix_places_, tag_places_;
    std::span<const std::uint16_t> paradigms_;
    std::string_view suffixes_, tags_;
    WordTable likelihoods_, derivations_;
    std::vector<std::uint8_t> tag_traits_;
};

}  // namespace kb
