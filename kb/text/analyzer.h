// The one analyzer, for indexing and for queries: text → tokens → terms.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kb/base/hash.h"
#include "kb/text/added_words.h"
#include "kb/text/dictionaries.h"
#include "kb/text/token.h"

namespace kb {

// How a term speaks for its word. The letters begin the terms in indexes and in `kb-indexer terms`.
enum class Tier : char {
    exact = 'X',   // the word as written, folded
    lemma = 'L',   // dictionary forms; for words that no dictionary has, predicted forms and stems
    recall = 'R',  // Snowball stems of the word and of its dictionary forms
};

struct Term {
    Tier tier = Tier::exact;
    std::string word;
    // How surely the word is meant so, of (0, 1]: 1 for the likeliest lemma, less for the others.
    double weight = 1;
    bool operator==(const Term&) const = default;
    // Whatever their weights.
    bool is_same_word(const Term& other) const { return tier == other.tier && word == other.word; }
    // The tier's letter, then the word.
    std::string text() const { return static_cast<char>(tier) + word; }
    std::uint32_t hash() const { return fnv1a_32(text()); }
};

struct AnalyzedToken {
    Token token;
    // The exact one first, then lemmas, the likely before the unlikely, then stems. Numbers and other tokens that are
    // no words have the exact one alone.
    std::vector<Term> terms;
    // False for a word that neither a dictionary nor the site's own list has; true for what is no word.
    bool is_known = true;
};

// Any change of what analyze() yields needs a new version: indexes made by another one are refused.
constexpr std::string_view analyzer_name = "otvet-morphology";
constexpr int analyzer_version = 1;

// Cheap to copy; any number of threads may use one.
class Analyzer {
public:
    explicit Analyzer(std::shared_ptr<const Dictionaries> dictionaries, const std::vector<AddedWord>& added = {});

    const Dictionaries& dictionaries() const { return *dictionaries_; }

    // Tokens in the order of the text; every token has at least one term.
    std::vector<AnalyzedToken> analyze(std::string_view text) const;
    AnalyzedToken analyze(Token token) const;

    // Terms of words one derivational step from a lemma: оплатить → оплата, оплачивать. Empty for other terms.
    std::vector<Term> derived(const Term& lemma) const;

    // Name, version and dictionaries: "otvet-morphology 1 5c0ffee5".
    std::string id() const;

private:
    std::vector<Lemma> lemmas_of(const Token& token, bool& is_known) const;
    void add_site_words(const Token& token, std::vector<Lemma>& lemmas, bool& is_known) const;

    std::shared_ptr<const Dictionaries> dictionaries_;
    std::multimap<std::string, Token, std::less<>> added_;  // lemmas, by word
};

}  // namespace kb
