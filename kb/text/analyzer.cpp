#include "kb/text/analyzer.h"

#include <algorithm>

#include <fmt/format.h>
#include <xapian.h>

#include "kb/text/fold.h"

namespace kb {

namespace {

// A lemma is never so unlikely that a form of it cannot be found.
constexpr double least_weight = 0.05;
constexpr double unknown_stem_weight = 0.5;

// Xapian's stemmers keep state between calls: one of each a thread.
std::string snowball(Script script, const std::string& word) {
    thread_local const Xapian::Stem russian("ru");
    thread_local const Xapian::Stem english("en");
    return script == Script::russian ? russian(word) : english(word);
}

bool is_word(Script script) {
    return script == Script::russian || script == Script::latin;
}

// Of a word that is Russian or Latin throughout.
Script script_of(std::string_view word) {
    return !word.empty() && static_cast<unsigned char>(word.front()) < 0x80 ? Script::latin : Script::russian;
}

// What English dictionaries tell apart, gal and gall, squeezing would join; Russian ones have few such pairs.
std::string lemma_spelling(const std::string& lemma) {
    return script_of(lemma) == Script::russian ? fold_spelling(lemma) : lemma;
}

void add(std::vector<Term>& terms, Tier tier, std::string word, double weight) {
    const auto same = std::find_if(terms.begin(), terms.end(), [&](const Term& term) { return term.tier == tier && term.word == word; });
    if (same == terms.end()) terms.push_back({tier, std::move(word), weight});
    else same->weight = std::max(same->weight, weight);
}

}  // namespace

Analyzer::Analyzer(std::shared_ptr<const Dictionaries> dictionaries, const std::vector<AddedWord>& added)
    : dictionaries_(std::move(dictionaries)) {
    for (const AddedWord& word : added) {
        for (Token& lemma : tokenize(word.lemma)) {
            added_.emplace(word.word, std::move(lemma));
            break;  // a compound as a whole comes first
        }
    }
}

std::string Analyzer::id() const {
    return fmt::format("{} {} {}", analyzer_name, analyzer_version, dictionaries_->id());
}

// What no dictionary has is tried with runs of a letter shortened, then judged by its ending.
std::vector<Lemma> Analyzer::lemmas_of(const Token& token, bool& is_known) const {
    const bool russian = token.script == Script::russian;
    const auto look_up = [&](std::string_view word) {
        return russian ? dictionaries_->russian.lemmas(word) : dictionaries_->english.lemmas(word);
    };
    std::vector<Lemma> lemmas = look_up(token.folded);
    is_known = !lemmas.empty();
    if (is_known) return lemmas;
    std::string shortened = token.folded;
    for (std::size_t run = 2; run > 0 && lemmas.empty(); --run) {
        std::string next = cut_runs(token.folded, run);
        if (next == shortened) break;
        shortened = std::move(next);
        lemmas = look_up(shortened);
    }
    is_known = !lemmas.empty();
    if (is_known) return lemmas;
    if (russian) lemmas = dictionaries_->russian.predicted_lemmas(shortened);
    if (lemmas.empty()) lemmas.push_back({snowball(token.script, shortened), 1});
    return lemmas;
}

// A listed word is a form of what the list says and nothing else; a form of a listed word is so, too.
void Analyzer::add_site_words(const Token& token, std::vector<Lemma>& lemmas, bool& is_known) const {
    std::vector<Lemma> listed;
    const auto take = [&](std::string_view word) {
        const auto [begin, end] = added_.equal_range(word);
        for (auto entry = begin; entry != end; ++entry) {
            bool listed_is_known = false;
            listed.push_back({entry->second.folded, 1});
            if (!is_word(entry->second.script)) continue;
            for (Lemma& lemma : lemmas_of(entry->second, listed_is_known)) listed.push_back(std::move(lemma));
        }
    };
    take(token.folded);
    if (!listed.empty()) {
        lemmas = std::move(listed);
        is_known = true;
        return;
    }
    for (const Lemma& lemma : lemmas) take(lemma.word);
    lemmas.insert(lemmas.begin(), listed.begin(), listed.end());
}

AnalyzedToken Analyzer::analyze(Token read) const {
    AnalyzedToken analyzed{std::move(read), {}, true};
    const Token& token = analyzed.token;
    std::vector<Term>& terms = analyzed.terms;
    terms.reserve(4);
    terms.push_back({Tier::exact, token.folded, 1});
    std::vector<Lemma> lemmas;
    if (is_word(token.script)) lemmas = lemmas_of(token, analyzed.is_known);
    if (!added_.empty()) add_site_words(token, lemmas, analyzed.is_known);
    if (lemmas.empty()) return analyzed;

    const double most = lemmas.front().likelihood;
    for (const Lemma& lemma : lemmas)
        add(terms, Tier::lemma, lemma_spelling(lemma.word), std::clamp(lemma.likelihood / most, least_weight, 1.0));
    const auto each_stem = [&](auto see) {
        if (is_word(token.script)) see(snowball(token.script, token.folded));
        for (const Lemma& lemma : lemmas) {
            if (lemma.word != token.folded) see(snowball(script_of(lemma.word), lemma.word));
        }
    };
    // Of an unknown word the stem is as good a guess as what its ending says.
    if (!analyzed.is_known) each_stem([&](const std::string& stem) { add(terms, Tier::lemma, lemma_spelling(stem), unknown_stem_weight); });
    each_stem([&](const std::string& stem) { add(terms, Tier::recall, fold_spelling(stem), 1); });
    return analyzed;
}

std::vector<AnalyzedToken> Analyzer::analyze(std::string_view text) const {
    std::vector<AnalyzedToken> analyzed;
    std::vector<Token> tokens = tokenize(text);
    analyzed.reserve(tokens.size());
    for (Token& token : tokens) analyzed.push_back(analyze(std::move(token)));
    return analyzed;
}

std::vector<Term> Analyzer::derived(const Term& lemma) const {
    std::vector<Term> terms;
    if (lemma.tier != Tier::lemma || lemma.word.empty()) return terms;
    for (std::string& word : script_of(lemma.word) == Script::latin ? dictionaries_->english.derived(lemma.word) : dictionaries_->russian.derived(lemma.word))
        terms.push_back({Tier::lemma, std::move(word), lemma.weight});
    return terms;
}

}  // namespace kb
