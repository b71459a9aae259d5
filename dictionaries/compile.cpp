#include "dictionaries/compile.h"

#include <algorithm>

#include "kb/base/bytes.h"
#include "kb/text/cyrillic.h"
#include "kb/text/dictionary_file.h"
#include "kb/text/word_graph.h"
#include "kb/text/word_table.h"

namespace kb {

namespace {

using Sections = std::vector<std::pair<std::string, std::string>>;

template <class Number>
std::string bytes_of(const std::vector<Number>& numbers) {
    return {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(Number)};
}

// All strings one after another, and where each begins, with the end of the last.
void add_strings(Sections& sections, const std::string& name, const std::vector<std::string>& strings) {
    std::string all;
    std::vector<std::uint32_t> places = {0};
    for (const std::string& string : strings) {
        all += string;
        places.push_back(static_cast<std::uint32_t>(all.size()));
    }
    sections.emplace_back(name, all);
    sections.emplace_back(name + ".at", bytes_of(places));
}

void add_graph(Sections& sections, const std::string& name, const OpenCorpora::Graph& graph) {
    sections.emplace_back(name, graph.units);
    sections.emplace_back(name + ".guide", graph.guide);
}

void add_paradigms(Sections& sections, const OpenCorpora& source) {
    std::vector<std::uint16_t> numbers;
    std::vector<std::uint32_t> places = {0};
    for (const auto& paradigm : source.paradigms) {
        numbers.insert(numbers.end(), paradigm.begin(), paradigm.end());
        places.push_back(static_cast<std::uint32_t>(numbers.size()));
    }
    sections.emplace_back("paradigms", bytes_of(numbers));
    sections.emplace_back("paradigms.at", bytes_of(places));
}

// Forms that differ by ё alone are one to us; the larger share of a tag counts.
std::string likelihood_table(const OpenCorpora& source) {
    std::map<std::string, std::uint16_t> tags;
    for (std::size_t i = 0; i < source.tags.size(); ++i) tags.emplace(source.tags[i], static_cast<std::uint16_t>(i));
    std::map<std::string, std::map<std::uint16_t, std::uint32_t>> shares;
    for (const OpenCorpora::Likelihood& likelihood : source.likelihoods) {
        const auto tag = tags.find(likelihood.tag);
        if (tag == tags.end()) continue;
        std::string form = likelihood.form;
        std::replace(form.begin(), form.end(), cyrillic::io, cyrillic::ie);
        std::uint32_t& share = shares[form][tag->second];
        share = std::max(share, likelihood.share);
    }
    std::map<std::string, std::string> values;
    for (const auto& [form, of_form] : shares) {
        ByteWriter value;
        for (const auto& [tag, share] : of_form) {
            value.number(tag);
            value.number(share * std::uint64_t(65535) / 1'000'000);
        }
        values.emplace(form, std::move(value).bytes());
    }
    return write_word_table(values);
}

std::string derivation_table(const Derivations& derivations) {
    std::map<std::string, std::string> values;
    for (const auto& [lemma, words] : derivations) {
        ByteWriter value;
        for (const std::string& word : words) value.string(word);
        values.emplace(lemma, std::move(value).bytes());
    }
    return write_word_table(values);
}

}  // namespace

std::vector<RussianLemma> lemmas_of(const OpenCorpora& source) {
    const auto units = numbers_in<std::uint32_t>(source.forms.units);
    const std::vector<std::uint8_t> guide(source.forms.guide.begin(), source.forms.guide.end());
    std::set<std::pair<std::string, std::string>> lemmas;
    WordGraph(units, guide).each_rest(WordGraph::root, [&](std::string_view key) {
        const std::size_t separator = key.find('\x01');
        if (separator == std::string_view::npos || key.size() < separator + 5) return;
        const auto paradigm = key_number(key, separator + 1), form = key_number(key, separator + 3);
        // The first form of a pattern is the dictionary's.
        if (form != 0 || paradigm >= source.paradigms.size()) return;
        const auto& pattern = source.paradigms[paradigm];
        const std::size_t tag = pattern[pattern.size() / 3];
        if (tag < source.tags.size()) lemmas.emplace(cyrillic::decode(key.substr(0, separator)), source.tags[tag]);
    });
    std::vector<RussianLemma> list;
    for (const auto& [word, tag] : lemmas) list.push_back({word, tag});
    return list;
}

std::string compile_russian(const OpenCorpora& source, const Derivations& derivations) {
    Sections sections;
    sections.emplace_back("source", "OpenCorpora " + source.revision + ", CC BY-SA 3.0, https://opencorpora.org");
    add_graph(sections, "forms", source.forms);
    for (std::size_t i = 0; i < source.endings.size(); ++i)
        add_graph(sections, "endings." + std::to_string(i), source.endings[i]);
    add_paradigms(sections, source);
    add_strings(sections, "suffixes", source.suffixes);
    add_strings(sections, "tags", source.tags);
    sections.emplace_back("likelihoods", likelihood_table(source));
    sections.emplace_back("derivations", derivation_table(derivations));
    return write_dictionary("russian", sections);
}

std::string compile_english(const WordNet& source, const Derivations& derivations) {
    std::map<std::string, std::string> lemmas, exceptions;
    for (const WordNet::Lemma& lemma : source.lemmas) {
        ByteWriter counts;
        for (unsigned part = 0; part < 4; ++part)
            counts.number((lemma.parts >> part & 1u) != 0 ? lemma.counts[part] + 1u : 0u);
        lemmas.emplace(lemma.word, std::move(counts).bytes());
    }
    for (const WordNet::Exception& exception : source.exceptions) {
        ByteWriter values;
        for (const std::string& lemma : exception.lemmas) {
            values.number(exception.part);
            values.string(lemma);
        }
        exceptions[exception.form] += std::move(values).bytes();
    }
    return write_dictionary("english", {{"source", "WordNet 3.0, https://wordnet.princeton.edu"},
                                        {"lemmas", write_word_table(lemmas)},
                                        {"exceptions", write_word_table(exceptions)},
                                        {"derivations", derivation_table(derivations)}});
}

}  // namespace kb
