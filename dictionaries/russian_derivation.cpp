#include "dictionaries/russian_derivation.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace kb {

namespace {

using Words = std::unordered_set<std::string>;
using Pairs = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view o = "о", a = "а", vowels = "аеиоуыэюя";
constexpr std::size_t letter = 2;  // bytes of a Russian letter in UTF-8

std::string fold_yo(std::string word) {
    for (std::size_t at = word.find("ё"); at != word.npos; at = word.find("ё", at)) word.replace(at, letter, "е");
    return word;
}

std::string_view last_letter(std::string_view stem) {
    return stem.size() < letter ? std::string_view() : stem.substr(stem.size() - letter);
}

bool has_letter(std::string_view letters, std::string_view one) {
    for (std::size_t at = 0; at < letters.size(); at += letter)
        if (letters.substr(at, letter) == one) return true;
    return false;
}

bool has_grammeme(std::string_view tag, std::string_view grammeme) {
    while (!tag.empty()) {
        const std::string_view one = tag.substr(0, tag.find_first_of(", "));
        if (one == grammeme) return true;
        tag.remove_prefix(std::min(tag.size(), one.size() + 1));
    }
    return false;
}

bool is_of(const DerivationRule::WordClass& word_class, std::string_view tag) {
    const auto has = [&](const std::string& grammeme) { return has_grammeme(tag, grammeme); };
    return std::all_of(word_class.wanted.begin(), word_class.wanted.end(), has) &&
           std::none_of(word_class.unwanted.begin(), word_class.unwanted.end(), has);
}

// A word to pair, folded, and a verb without its -ся.
struct Base {
    const RussianLemma* lemma;
    std::string plain;
    bool verb = false, reflexive = false;
};

Base base_of(const RussianLemma& lemma) {
    Base base{&lemma, fold_yo(lemma.word), has_grammeme(lemma.tag, "INFN")};
    base.reflexive = base.verb && (base.plain.ends_with("ся") || base.plain.ends_with("сь"));
    if (base.reflexive) base.plain.resize(base.plain.size() - 2 * letter);
    return base;
}

// "заработ" -> "зарабат"; empty when the last vowel is no о.
std::string with_a_for_o(std::string stem) {
    for (std::size_t at = stem.size(); at >= letter; at -= letter) {
        const std::string_view one = std::string_view(stem).substr(at - letter, letter);
        if (!has_letter(vowels, one)) continue;
        if (one != o) return {};
        return stem.replace(at - letter, letter, a);
    }
    return {};
}

class Deriver {
public:
    Deriver(const std::vector<RussianLemma>& lemmas, const std::vector<DerivationRule>& rules) : rules_(rules) {
        for (const DerivationRule& rule : rules)
            if (rule.kind == DerivationRule::Kind::prefixes) prefixes_.insert(rule.words.begin(), rule.words.end());
        for (const RussianLemma& lemma : lemmas) bases_.push_back(base_of(lemma));
        for (const Base& base : bases_) by_plain_[base.plain].push_back(&base);
        gather_not_words();
    }

    Pairs derive() {
        for (const DerivationRule& rule : rules_) {
            if (rule.kind != DerivationRule::Kind::pair) continue;
            for (const Base& base : bases_)
                if (std::string_view(base.plain).ends_with(rule.from_ending) && is_of(rule.from, base.lemma->tag))
                    apply(rule, base);
        }
        std::sort(pairs_.begin(), pairs_.end());
        pairs_.erase(std::unique(pairs_.begin(), pairs_.end()), pairs_.end());
        return std::move(pairs_);
    }

private:
    void gather_not_words() {
        for (const DerivationRule& rule : rules_)
            if (rule.kind == DerivationRule::Kind::not_words)
                for (const std::string& word : rule.words) not_words_.insert(rule.word + " " + word);
    }

    void apply(const DerivationRule& rule, const Base& from) {
        const std::string stem = from.plain.substr(0, from.plain.size() - rule.from_ending.size());
        if (!allows(rule, stem)) return;
        pair_with(rule, from, stem + rule.to_ending);
        if (!rule.o_becomes_a) return;
        if (const std::string changed = with_a_for_o(stem); !changed.empty())
            pair_with(rule, from, changed + rule.to_ending);
    }

    bool allows(const DerivationRule& rule, std::string_view stem) const {
        if (stem.size() < rule.shortest_stem * letter) return false;
        const std::string_view last = last_letter(stem);
        if (!rule.after.empty() && !has_letter(rule.after, last)) return false;
        if (has_letter(rule.not_after, last)) return false;
        if (rule.stem == DerivationRule::Stem::prefix) return is_prefixes(stem);
        return rule.stem == DerivationRule::Stem::any || is_prefixed(stem, rule.shortest_root);
    }

    // One prefix after another to the end; so is the empty stem.
    bool is_prefixes(std::string_view stem) const {
        if (stem.empty()) return true;
        for (std::size_t size = letter; size <= stem.size(); size += letter)
            if (prefixes_.count(std::string(stem.substr(0, size))) && is_prefixes(stem.substr(size))) return true;
        return false;
    }

    bool is_prefixed(std::string_view stem, std::size_t shortest_root) const {
        for (std::size_t size = letter; size + shortest_root * letter <= stem.size(); size += letter)
            if (prefixes_.count(std::string(stem.substr(0, size)))) return true;
        return false;
    }

    void pair_with(const DerivationRule& rule, const Base& from, const std::string& plain) {
        const auto found = by_plain_.find(plain);
        if (found == by_plain_.end() || plain == from.plain || is_refused(from.plain, plain)) return;
        for (const Base* to : found->second)
            if (is_of(rule.to, to->lemma->tag) && (!to->verb || to->reflexive == from.reflexive))
                pairs_.emplace_back(from.lemma->word, to->lemma->word);
    }

    bool is_refused(const std::string& from, const std::string& to) const {
        if (not_words_.count("* " + to) || not_words_.count(from + " " + to)) return true;
        return std::any_of(rules_.begin(), rules_.end(), [&](const DerivationRule& rule) {
            if (rule.kind != DerivationRule::Kind::not_root) return false;
            if (!from.ends_with(rule.from_ending) || !to.ends_with(rule.to_ending)) return false;
            const std::string_view rest = std::string_view(from).substr(0, from.size() - rule.from_ending.size());
            return to.size() == rest.size() + rule.to_ending.size() && to.starts_with(rest) && is_prefixes(rest);
        });
    }

    const std::vector<DerivationRule>& rules_;
    Words prefixes_, not_words_;
    std::vector<Base> bases_;
    std::unordered_map<std::string, std::vector<const Base*>> by_plain_;
    Pairs pairs_;
};

}  // namespace

Pairs derive(const std::vector<RussianLemma>& lemmas, const std::vector<DerivationRule>& rules) {
    return Deriver(lemmas, rules).derive();
}

}  // namespace kb
