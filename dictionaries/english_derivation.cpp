#include "dictionaries/english_derivation.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_set>

namespace kb {

namespace {

using Pair = std::pair<std::string, std::string>;

constexpr unsigned noun = 0, verb = 1, adjective = 2;

// How the noun of an action or of a quality may end. Not -ing, which is a form of the verb already, and none of the
// endings of agents and instruments (-er, -or, -ist, -ee, -ant), places (-ery) or doctrines (-ism).
constexpr std::array<std::string_view, 10> of_action = {"tion", "sion", "xion", "ment", "ance",
                                                        "ence", "age",  "ancy", "ency", "sis"};
constexpr std::array<std::string_view, 4> of_quality = {"ness", "ity", "ce", "cy"};

// Nouns that have come to mean a thing of their own, and verbs and adjectives that few would search them by.
const std::unordered_set<std::string_view>& estranged() {
    static const std::unordered_set<std::string_view> nouns = {
        "accordance",      "apparition",  "apprehension", "assemblage",  "assignation", "capacity",   "carriage",
        "commandment",     "commission",  "compartment",  "complement",  "composure",   "concession", "conscience",
        "constitution",    "contention",  "convention",   "creature",    "currency",    "department", "deposition",
        "detergency",      "disposition", "emergency",    "essence",     "facility",    "fraction",   "frontage",
        "gravity",         "humanity",    "incidence",    "inclination", "installment", "instance",   "institution",
        "instrumentation", "internship",  "juice",        "locality",    "luggage",     "majority",   "marriage",
        "mentality",       "minority",    "mission",      "nationality", "notation",    "office",     "opportunity",
        "parentage",       "passage",     "personality",  "practice",    "priority",    "procession", "profession",
        "progression",     "proposition", "province",     "publicity",   "race",        "reception",  "recreation",
        "regiment",        "remembrance", "rendition",    "requisition", "revolution",  "romance",    "sensibility",
        "sentence",        "soldiery",    "speciality",   "substance",   "succession",  "tendency",   "testament",
        "vacation",        "vice",        "vision"};
    return nouns;
}

template <std::size_t size>
bool ends_in_one_of(std::string_view word, const std::array<std::string_view, size>& endings) {
    return std::any_of(endings.begin(), endings.end(), [&](std::string_view end) { return word.ends_with(end); });
}

// "renew" + "al", "close" + "ure", "bury" + "al", "refer" + "ral".
bool is_joined(std::string_view word, std::string_view verb_word, std::string_view ending) {
    if (!word.ends_with(ending)) return false;
    const std::string stem(word.substr(0, word.size() - ending.size()));
    if (stem == verb_word || stem + "e" == verb_word) return true;
    if (stem.ends_with('i') && stem.substr(0, stem.size() - 1) + "y" == verb_word) return true;
    return stem.size() > 1 && stem.back() == stem[stem.size() - 2] && stem.substr(0, stem.size() - 1) == verb_word;
}

bool is_action(std::string_view word, std::string_view verb_word) {
    if (word.size() < verb_word.size()) return false;  // page, from paginate
    return ends_in_one_of(word, of_action) || is_joined(word, verb_word, "al") || is_joined(word, verb_word, "ure") ||
           (word.ends_with("ry") && is_joined(word, verb_word, "y"));
}

bool is_near(std::string_view a, std::string_view b) {
    const std::size_t shorter = std::min(a.size(), b.size());
    const auto differ = std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(shorter), b.begin());
    const auto common = static_cast<std::size_t>(differ.first - a.begin());
    return common >= 3 && 2 * common >= shorter;
}

// "organize" from "organization" and not from "organisation", which has its own.
bool is_other_spelling(std::string_view word, std::string_view verb_word) {
    return (verb_word.ends_with("ise") && word.ends_with("ization")) ||
           (verb_word.ends_with("ize") && word.ends_with("isation"));
}

void add(const std::string& first, unsigned first_part, const std::string& second, std::vector<Pair>& pairs) {
    if (estranged().count(second) || !is_near(first, second) || is_other_spelling(second, first)) return;
    const bool means_alike =
        first_part == verb ? is_action(second, first) : first_part == adjective && ends_in_one_of(second, of_quality);
    if (means_alike) pairs.emplace_back(first, second);
}

}  // namespace

std::vector<Pair> derive(const WordNet& wordnet) {
    std::vector<Pair> pairs;
    for (const WordNet::Derivation& derivation : wordnet.derivations) {
        if (derivation.to_part == noun) add(derivation.from, derivation.from_part, derivation.to, pairs);
        if (derivation.from_part == noun) add(derivation.to, derivation.to_part, derivation.from, pairs);
    }
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    return pairs;
}

}  // namespace kb
