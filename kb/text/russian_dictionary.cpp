#include "kb/text/russian_dictionary.h"

#include <algorithm>
#include <cstring>

#include "kb/base/bytes.h"
#include "kb/text/cyrillic.h"

namespace kb {

namespace {

// The prefixes that patterns put before a stem, and the groups of endings that go with them: лучший, получше, наилучший.
constexpr std::array<std::string_view, 3> paradigm_prefixes = {"", "\xEF\xEE", "\xED\xE0\xE8"};

// Endings of up to this many letters tell how an unknown word inflects.
constexpr std::size_t longest_ending = 5;
constexpr std::size_t shortest_predicted = 4;
// Readings and lemmas below this share of the best one are not worth an index entry.
constexpr double least_predicted_share = 0.05;
// Of a reading that people hardly mean: surnames, abbreviations, errors.
constexpr double rare_factor = 0.1;
// A reading that the annotated corpus never met, among those that it did.
constexpr double unseen_likelihood = 0.01;

enum Trait : std::uint8_t {
    closed_class = 1,  // words are not added to it: no unknown word is one
    rare = 2,
};

std::uint8_t traits_of(std::string_view tag) {
    const auto has_any = [tag](std::initializer_list<std::string_view> grammemes) {
        return std::any_of(grammemes.begin(), grammemes.end(),
                           [tag](std::string_view grammeme) { return tag.find(grammeme) != std::string_view::npos; });
    };
    std::uint8_t traits = 0;
    if (has_any({"NUMR", "NPRO", "PRED", "PREP", "CONJ", "PRCL", "INTJ", "Apro"})) traits |= closed_class;
    if (has_any({"Surn", "Name", "Patr", "Abbr", "Init", "Erro", "Dist", "Geox", "Orgn"})) traits |= rare;
    return traits;
}

// Calls see(node) for each way to read `word` from `node` on, е standing for ё, too.
template <class See>
void follow_spellings(const WordGraph& graph, std::string_view word, WordGraph::Node node, See& see) {
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (word[i] == cyrillic::ie) {
            if (const auto other = graph.follow(node, static_cast<unsigned char>(cyrillic::io)))
                follow_spellings(graph, word.substr(i + 1), *other, see);
        }
        const auto next = graph.follow(node, static_cast<unsigned char>(word[i]));
        if (!next) return;
        node = *next;
    }
    if (const auto end = graph.follow(node, RussianForms::separator)) see(*end);
}

void fold_io(std::string& letters) {
    std::replace(letters.begin(), letters.end(), cyrillic::io, cyrillic::ie);
}

std::string without_io(std::string_view letters) {
    std::string folded(letters);
    fold_io(folded);
    return folded;
}

}  // namespace

Result<RussianDictionary> RussianDictionary::open(const std::filesystem::path& path) {
    auto file = DictionaryFile::open(path, "russian");
    if (!file) return fail(file.error());
    RussianDictionary dictionary;
    dictionary.forms_ = WordGraph(file->numbers<std::uint32_t>("forms"), file->numbers<std::uint8_t>("forms.guide"));
    for (std::size_t i = 0; i < paradigm_prefixes.size(); ++i) {
        const std::string name = "endings." + std::to_string(i);
        dictionary.endings_[i] = WordGraph(file->numbers<std::uint32_t>(name), file->numbers<std::uint8_t>(name + ".guide"));
    }
    dictionary.paradigms_ = file->numbers<std::uint16_t>("paradigms");
    dictionary.paradigm_places_ = file->numbers<std::uint32_t>("paradigms.at");
    dictionary.suffixes_ = file->section("suffixes");
    dictionary.suffix_places_ = file->numbers<std::uint32_t>("suffixes.at");
    dictionary.tags_ = file->section("tags");
    dictionary.tag_places_ = file->numbers<std::uint32_t>("tags.at");
    dictionary.likelihoods_ = WordTable(file->section("likelihoods"));
    dictionary.derivations_ = WordTable(file->section("derivations"));
    dictionary.file_ = std::move(*file);
    for (std::uint16_t i = 0; i + 1u < dictionary.tag_places_.size(); ++i)
        dictionary.tag_traits_.push_back(traits_of(dictionary.tag(i)));
    return dictionary;
}

std::string_view RussianDictionary::tag(std::uint16_t number) const {
    if (number + 1u >= tag_places_.size()) return {};
    return tags_.substr(tag_places_[number], tag_places_[number + 1u] - tag_places_[number]);
}

std::string_view RussianDictionary::suffix(std::uint16_t number) const {
    if (number + 1u >= suffix_places_.size()) return {};
    return suffixes_.substr(suffix_places_[number], suffix_places_[number + 1u] - suffix_places_[number]);
}

// Three runs of equal length, one after another; empty for a number that there is not.
RussianDictionary::Paradigm RussianDictionary::paradigm(std::uint16_t number) const {
    if (number + 1u >= paradigm_places_.size()) return {};
    const std::size_t begin = paradigm_places_[number], end = paradigm_places_[number + 1u];
    if (end > paradigms_.size() || begin > end) return {};
    const std::size_t forms = (end - begin) / 3;
    return {paradigms_.subspan(begin, forms), paradigms_.subspan(begin + forms, forms),
            paradigms_.subspan(begin + 2 * forms, forms)};
}

// False when the word is too short for what the pattern puts around a stem.
bool RussianDictionary::add(Letters word, std::uint16_t number, std::uint16_t form, double weight,
                            std::vector<Found>& found) const {
    const Paradigm pattern = paradigm(number);
    if (form >= pattern.suffixes.size() || pattern.tags[form] >= tag_traits_.size()) return false;
    const std::string_view before = paradigm_prefixes[pattern.prefixes[form] % paradigm_prefixes.size()];
    const std::string_view after = suffix(pattern.suffixes[form]);
    if (word.size() < before.size() + after.size()) return false;
    Found reading{number, form, pattern.tags[form], weight, {}};
    reading.lemma = paradigm_prefixes[pattern.prefixes[0] % paradigm_prefixes.size()];
    reading.lemma += word.substr(before.size(), word.size() - before.size() - after.size());
    reading.lemma += suffix(pattern.suffixes[0]);
    fold_io(reading.lemma);
    found.push_back(std::move(reading));
    return true;
}

std::vector<RussianDictionary::Found> RussianDictionary::look_up(Letters word) const {
    std::vector<Found> found;
    found.reserve(8);
    auto collect = [&](WordGraph::Node node) {
        forms_.each_rest(node, [&](std::string_view key) {
            if (key.size() >= 4) add(word, key_number(key, 0), key_number(key, 2), 1, found);
        });
    };
    follow_spellings(forms_, word, WordGraph::root, collect);
    weigh(word, found);
    return found;
}

// By what the annotated corpus says of this form. For forms that it does not have, each lemma is as likely as any
// other, but rare kinds of words are less so.
void RussianDictionary::weigh(Letters word, std::vector<Found>& found) const {
    if (found.size() < 2) return;
    if (const auto known = likelihoods_.find(word)) {
        for (Found& reading : found) {
            reading.weight = unseen_likelihood;
            for (ByteReader in(*known); !in.at_end();) {
                const auto tag = in.number(), share = in.number();
                if (tag == reading.tag) reading.weight = static_cast<double>(share) / 65535;
            }
        }
        return;
    }
    for (Found& reading : found) {
        const auto same = std::count_if(found.begin(), found.end(), [&](const Found& f) { return f.lemma == reading.lemma; });
        reading.weight = 1 / static_cast<double>(same);
    }
    for (Found& reading : found) {
        if ((tag_traits_[reading.tag] & rare) != 0) reading.weight *= rare_factor;
    }
}

// The longest ending that known words have decides, each pattern by how many words of it end so.
std::vector<RussianDictionary::Found> RussianDictionary::look_up_endings(Letters word) const {
    std::vector<Found> found;
    if (word.size() < shortest_predicted) return found;
    for (std::size_t group = 0; group < endings_.size(); ++group) {
        const std::string_view before = paradigm_prefixes[group];
        if (!word.starts_with(before)) continue;
        bool done = false;
        for (std::size_t size = std::min(longest_ending, word.size() - before.size() - 1); size > 0 && !done; --size) {
            auto collect = [&](WordGraph::Node node) {
                endings_[group].each_rest(node, [&](std::string_view key) {
                    if (key.size() < 6) return;
                    const std::uint16_t number = key_number(key, 2), form = key_number(key, 4);
                    const Paradigm pattern = paradigm(number);
                    if (form >= pattern.tags.size() || pattern.tags[form] >= tag_traits_.size()) return;
                    if ((tag_traits_[pattern.tags[form]] & closed_class) != 0) return;
                    if (add(word, number, form, static_cast<double>(key_number(key, 0)), found)) done = true;
                });
            };
            follow_spellings(endings_[group], word.substr(word.size() - size), WordGraph::root, collect);
        }
    }
    return found;
}

namespace {

// Adds up readings of one lemma; the likely first, shares of the whole.
template <class Found>
std::vector<Lemma> lemmas_of(const std::vector<Found>& found, double least_share) {
    std::vector<std::pair<std::string_view, double>> sums;
    for (const Found& reading : found) {
        const auto same = std::find_if(sums.begin(), sums.end(), [&](const auto& sum) { return sum.first == reading.lemma; });
        if (same == sums.end()) sums.emplace_back(reading.lemma, reading.weight);
        else same->second += reading.weight;
    }
    std::stable_sort(sums.begin(), sums.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    double all = 0;
    const double least = sums.empty() ? 0 : sums.front().second * least_share;
    while (!sums.empty() && sums.back().second < least) sums.pop_back();
    for (const auto& [lemma, weight] : sums) all += weight;
    std::vector<Lemma> lemmas;
    lemmas.reserve(sums.size());
    for (const auto& [lemma, weight] : sums) lemmas.push_back({cyrillic::decode(lemma), all > 0 ? weight / all : 1});
    return lemmas;
}

template <class Found>
std::vector<RussianReading> readings_of(std::vector<Found> found, double least_share) {
    std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.weight > b.weight; });
    const double least = found.empty() ? 0 : found.front().weight * least_share;
    while (!found.empty() && found.back().weight < least) found.pop_back();
    double all = 0;
    for (const Found& reading : found) all += reading.weight;
    std::vector<RussianReading> readings;
    for (const Found& reading : found)
        readings.push_back({reading.paradigm, reading.form, reading.tag, cyrillic::decode(reading.lemma),
                            all > 0 ? reading.weight / all : 1});
    return readings;
}

}  // namespace

std::vector<RussianReading> RussianDictionary::readings(std::string_view word) const {
    const auto letters = cyrillic::encode(word);
    return letters ? readings_of(look_up(without_io(*letters)), 0) : std::vector<RussianReading>();
}

std::vector<RussianReading> RussianDictionary::predict(std::string_view word) const {
    const auto letters = cyrillic::encode(word);
    return letters ? readings_of(look_up_endings(without_io(*letters)), least_predicted_share) : std::vector<RussianReading>();
}

std::vector<Lemma> RussianDictionary::lemmas(std::string_view word) const {
    const auto letters = cyrillic::encode(word);
    return letters ? lemmas_of(look_up(without_io(*letters)), 0) : std::vector<Lemma>();
}

std::vector<Lemma> RussianDictionary::predicted_lemmas(std::string_view word) const {
    const auto letters = cyrillic::encode(word);
    return letters ? lemmas_of(look_up_endings(without_io(*letters)), least_predicted_share) : std::vector<Lemma>();
}

std::vector<std::pair<std::string, std::uint16_t>> RussianDictionary::forms(std::string_view word,
                                                                            const RussianReading& reading) const {
    std::vector<std::pair<std::string, std::uint16_t>> forms;
    const auto letters = cyrillic::encode(word);
    const Paradigm pattern = paradigm(reading.paradigm);
    if (!letters || reading.form >= pattern.suffixes.size()) return forms;
    const std::string_view before = paradigm_prefixes[pattern.prefixes[reading.form] % paradigm_prefixes.size()];
    const std::string_view after = suffix(pattern.suffixes[reading.form]);
    if (letters->size() < before.size() + after.size()) return forms;
    const std::string stem = letters->substr(before.size(), letters->size() - before.size() - after.size());
    for (std::size_t i = 0; i < pattern.suffixes.size(); ++i) {
        std::string form(paradigm_prefixes[pattern.prefixes[i] % paradigm_prefixes.size()]);
        form += stem;
        form += suffix(pattern.suffixes[i]);
        forms.emplace_back(cyrillic::decode(form), pattern.tags[i]);
    }
    return forms;
}

std::vector<std::string> RussianDictionary::derived(std::string_view lemma) const {
    std::vector<std::string> words;
    if (const auto found = derivations_.find(lemma)) {
        for (ByteReader in(*found); !in.at_end();) words.emplace_back(in.string());
    }
    return words;
}

}  // namespace kb
