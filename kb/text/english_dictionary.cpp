#include "kb/text/english_dictionary.h"

#include <algorithm>
#include <array>
#include <optional>

#include "kb/base/bytes.h"

namespace kb {

namespace {

constexpr std::size_t parts_of_speech = 4;  // noun, verb, adjective, adverb, as in the file

struct Rule {
    std::size_t part;
    std::string_view ending, replacement;
};

// The rules of detachment of WordNet's morphy (see its manual page morphy(7WN)).
constexpr std::array<Rule, 20> rules = {{
    {0, "s", ""},     {0, "ses", "s"},  {0, "xes", "x"},  {0, "zes", "z"}, {0, "ches", "ch"},
    {0, "shes", "sh"}, {0, "men", "man"}, {0, "ies", "y"}, {1, "s", ""},    {1, "ies", "y"},
    {1, "es", "e"},   {1, "es", ""},    {1, "ed", "e"},   {1, "ed", ""},   {1, "ing", "e"},
    {1, "ing", ""},   {2, "er", ""},    {2, "est", ""},   {2, "er", "e"},  {2, "est", "e"},
}};

bool is_vowel(char letter) {
    return std::string_view("aeiouy").find(letter) != std::string_view::npos;
}

// plan, rat: one short syllable, whose last consonant is doubled before -ed and -ing (planned, rated is of rate).
bool doubles_its_end(std::string_view stem) {
    if (stem.size() < 3) return false;
    const char last = stem.back();
    const bool closed = !is_vowel(last) && last != 'w' && last != 'x' && is_vowel(stem[stem.size() - 2]);
    return closed && std::none_of(stem.begin(), stem.end() - 2, is_vowel);
}

// Morphy takes whatever its rules make of a word when its list has it; these would make sit of sites, be of bees,
// plan of planing, and as of ass.
bool is_well_formed(const Rule& rule, std::string_view word, std::string_view stem) {
    if (rule.ending == "s") return !word.ends_with("ss");
    if (!rule.replacement.empty()) return true;
    if (rule.ending == "es") return std::string_view("sxzho").find(stem.back()) != std::string_view::npos;
    return rule.part != 1 || !doubles_its_end(stem);
}

// What the table of lemmas holds of a word: how often it was met as each part of speech that it can be, plus one.
using Counts = std::array<std::uint64_t, parts_of_speech>;

std::optional<Counts> read_counts(const WordTable& lemmas, std::string_view word) {
    const auto value = lemmas.find(word);
    if (!value) return {};
    ByteReader in(*value);
    Counts counts{};
    for (std::uint64_t& count : counts) count = in.number();
    return counts;
}

class Collector {
public:
    void add(std::string_view lemma, double weight) {
        const auto same = std::find_if(lemmas_.begin(), lemmas_.end(), [&](const Lemma& known) { return known.word == lemma; });
        if (same == lemmas_.end()) lemmas_.push_back({std::string(lemma), weight});
        else same->likelihood += weight;
    }

    std::vector<Lemma> result() && {
        double all = 0;
        for (const Lemma& lemma : lemmas_) all += lemma.likelihood;
        for (Lemma& lemma : lemmas_) lemma.likelihood /= all;
        std::stable_sort(lemmas_.begin(), lemmas_.end(),
                         [](const Lemma& a, const Lemma& b) { return a.likelihood > b.likelihood; });
        return std::move(lemmas_);
    }

private:
    std::vector<Lemma> lemmas_;
};

}  // namespace

Result<EnglishDictionary> EnglishDictionary::open(const std::filesystem::path& path) {
    auto file = DictionaryFile::open(path, "english");
    if (!file) return fail(file.error());
    EnglishDictionary dictionary;
    dictionary.lemmas_ = WordTable(file->section("lemmas"));
    dictionary.exceptions_ = WordTable(file->section("exceptions"));
    dictionary.derivations_ = WordTable(file->section("derivations"));
    dictionary.file_ = std::move(*file);
    return dictionary;
}

std::vector<Lemma> EnglishDictionary::lemmas(std::string_view word) const {
    Collector found;
    std::array<bool, parts_of_speech> has_exception{};
    if (const auto exceptions = exceptions_.find(word)) {
        for (ByteReader in(*exceptions); !in.at_end();) {
            const std::uint64_t part = in.number();
            const std::string_view lemma = in.string();
            if (part >= parts_of_speech) break;
            has_exception[part] = true;
            const auto counts = read_counts(lemmas_, lemma);
            found.add(lemma, counts ? static_cast<double>(std::max<std::uint64_t>((*counts)[part], 1)) : 1);
        }
    }
    if (const auto counts = read_counts(lemmas_, word)) {
        for (std::size_t part = 0; part < parts_of_speech; ++part) {
            if ((*counts)[part] > 0 && !has_exception[part]) found.add(word, static_cast<double>((*counts)[part]));
        }
    }
    std::string stem;
    for (const Rule& rule : rules) {
        if (has_exception[rule.part] || word.size() <= rule.ending.size() + 1 || !word.ends_with(rule.ending)) continue;
        stem.assign(word.substr(0, word.size() - rule.ending.size())).append(rule.replacement);
        if (!is_well_formed(rule, word, stem)) continue;
        const auto counts = read_counts(lemmas_, stem);
        if (counts && (*counts)[rule.part] > 0) found.add(stem, static_cast<double>((*counts)[rule.part]));
    }
    return std::move(found).result();
}

void EnglishDictionary::each_exception(const std::function<void(std::string_view, std::size_t, std::string_view)>& see) const {
    exceptions_.each([&](std::string_view form, std::string_view value) {
        for (ByteReader in(value); !in.at_end() && in.ok();) {
            const std::uint64_t part = in.number();
            const std::string_view lemma = in.string();
            if (in.ok()) see(form, static_cast<std::size_t>(part), lemma);
        }
    });
}

std::vector<std::string> EnglishDictionary::derived(std::string_view lemma) const {
    std::vector<std::string> words;
    if (const auto found = derivations_.find(lemma)) {
        for (ByteReader in(*found); !in.at_end();) words.emplace_back(in.string());
    }
    return words;
}

}  // namespace kb
