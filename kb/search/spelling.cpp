#include "kb/search/spelling.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "kb/base/utf8.h"
#include "kb/text/slips.h"
#include "kb/text/stop_words.h"
#include "kb/text/transliteration.h"

namespace kb {

namespace {

// Of the forms of a word rather one that articles have.
constexpr double form_weight = 0.5;

// In letters. What is longer is no word, and each slip in it would cost the more to look for.
constexpr std::size_t shortest_corrected = 4, longest_corrected = 32;
constexpr std::size_t shortest_with_two_slips = 7, longest_with_two_slips = 20;
constexpr std::size_t longest_transliterated = 48;  // Latin letters: щ takes four
constexpr double unfinished_cost = 0.8, most_begin_cost = 1.6;
// As many as a word of grammar is reckoned to have.
constexpr std::size_t grammar_articles = 1000;

// The likeliest; the word itself when it has none.
const std::string& main_lemma(const AnalyzedToken& word) {
    return word.terms.size() > 1 ? word.terms[1].word : word.token.folded;
}

class Guesses {
public:
    explicit Guesses(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

    void offer(std::u16string_view letters, double cost) {
        const auto known = costs_.find(letters);
        if (known == costs_.end()) costs_.emplace(letters, cost);
        else known->second = std::min(known->second, cost);
    }
    bool empty() const { return costs_.empty(); }

    // The best, one form of each word. Words that no article has are left out unless `with_all`; stop words count as if articles
    // had them.
    std::vector<Guess> best(bool with_all = false) const {
        std::vector<Guess> guesses;
        std::map<std::string, std::string> lemmas;  // by word
        for (const auto& [letters, cost] : costs_) {
            Guess guess{to_utf8(letters), cost, 0, 0};
            const AnalyzedToken analyzed = vocabulary_.analyze(guess.text);
            guess.articles = vocabulary_.articles_with(analyzed);
            const bool is_grammar = is_stop_word(guess.text);
            if (guess.articles == 0 && !is_grammar && !with_all) continue;
            const std::size_t as_it_stands = vocabulary_.articles_with(guess.text);
            guess.score = score_of_guess(std::max(guess.articles, is_grammar ? grammar_articles : 0), cost) +
                          form_weight * std::log2(1.0 + static_cast<double>(as_it_stands));
            lemmas[guess.text] = main_lemma(analyzed);
            guesses.push_back(std::move(guess));
        }
        sort_guesses(guesses);
        std::set<std::string_view> seen;
        std::erase_if(guesses, [&](const Guess& guess) { return !seen.insert(lemmas.at(guess.text)).second; });
        if (guesses.size() > most_guesses) guesses.resize(most_guesses);
        return guesses;
    }

private:
    const Vocabulary& vocabulary_;
    std::map<std::u16string, double, std::less<>> costs_;
};

bool is_russian_word(std::u16string_view letters) {
    return !letters.empty() && letters.front() >= 0x0400;
}

// English words have no graph to walk; there are few enough ways to slip once.
void offer_english(const Vocabulary& vocabulary, std::u16string_view typed, double most_cost, Guesses& guesses) {
    const EnglishDictionary& english = vocabulary.analyzer().dictionaries().english;
    const auto offer = [&](std::u16string word, double cost) {
        if (cost <= most_cost && !english.lemmas(to_utf8(word)).empty()) guesses.offer(word, cost);
    };
    for (std::size_t at = 0; at <= typed.size(); ++at) {
        const std::u16string before(typed.substr(0, at));
        const std::u16string_view after = typed.substr(at);
        for (char16_t letter = u'a'; letter <= u'z'; ++letter) {
            offer(before + letter + std::u16string(after), slips::missing(typed, at, letter));
            if (!after.empty() && letter != after.front())
                offer(before + letter + std::u16string(after.substr(1)), slips::wrong(typed, at, letter));
        }
        if (!after.empty()) offer(before + std::u16string(after.substr(1)), slips::extra(typed, at));
        if (after.size() > 1 && after[0] != after[1])
            offer(before + after[1] + after[0] + std::u16string(after.substr(2)), slips::swapped(typed, at));
    }
}

template <class Graph>
void offer_near(const Graph& graph, std::u16string_view typed, int most_slips, double most_cost, Guesses& guesses) {
    NearWords<Graph>(graph, typed, most_slips, most_cost).each([&](std::u16string_view word, double cost, auto) { guesses.offer(word, cost); });
}

}  // namespace

std::vector<Guess> guess_slip(const Vocabulary& vocabulary, std::string_view word) {
    const std::u16string typed = to_utf16(word);
    if (typed.size() < shortest_corrected || typed.size() > longest_corrected) return {};
    const double most_cost = typed.size() < 5 ? 0.7 : 1.6;
    Guesses guesses(vocabulary);
    for (const Lexicon* lexicon : vocabulary.lexicons()) offer_near(*lexicon, typed, 1, most_cost, guesses);
    // Another form of a word that articles have.
    if (is_russian_word(typed)) offer_near(vocabulary.analyzer().dictionaries().russian.all_forms(), typed, 1, most_cost, guesses);
    else offer_english(vocabulary, typed, most_cost, guesses);
    std::vector<Guess> best = guesses.best();
    // A word that is one slip away, though no article has it, is likelier than one that is two away.
    if (!guesses.empty() || typed.size() < shortest_with_two_slips || typed.size() > longest_with_two_slips) return best;
    for (const Lexicon* lexicon : vocabulary.lexicons()) offer_near(*lexicon, typed, 2, 2.0, guesses);
    return guesses.best();
}

std::vector<Guess> guess_transliterated(const Vocabulary& vocabulary, std::string_view word, bool may_be_unfinished) {
    const std::u16string typed = to_utf16(word);
    Guesses guesses(vocabulary);
    if (typed.size() > longest_transliterated) return {};
    const auto offer = [&](double more) {
        return [&guesses, more](std::u16string_view letters, double cost, auto) {
            if (is_russian_word(letters)) guesses.offer(letters, cost + more);
        };
    };
    for (const Lexicon* lexicon : vocabulary.lexicons()) Transliterated(*lexicon, typed).each(offer(0));
    const RussianForms forms = vocabulary.analyzer().dictionaries().russian.all_forms();
    Transliterated(forms, typed).each(offer(0));
    if (guesses.empty() && may_be_unfinished && typed.size() > 2) {
        for (const Lexicon* lexicon : vocabulary.lexicons()) Transliterated(*lexicon, typed).each_begin(offer(unfinished_cost));
    }
    return guesses.best(true);
}

std::vector<Guess> guess_begin(const Vocabulary& vocabulary, std::string_view begin) {
    const std::u16string typed = to_utf16(begin);
    std::vector<Guess> guesses;
    if (typed.size() < shortest_corrected || typed.size() > longest_corrected) return guesses;
    std::map<std::u16string, Guess, std::less<>> best;
    for (const Lexicon* lexicon : vocabulary.lexicons()) {
        NearWords(*lexicon, typed, 1, most_begin_cost).each_begin([&](std::u16string_view letters, double cost, Lexicon::Node node) {
            const std::size_t articles = lexicon->most_articles(node);
            const double score = score_of_guess(articles, cost);
            const auto known = best.find(letters);
            if (known == best.end()) best.emplace(letters, Guess{to_utf8(letters), cost, articles, score});
            else if (known->second.score < score) known->second = {to_utf8(letters), cost, articles, score};
        });
    }
    for (auto& [letters, guess] : best) guesses.push_back(std::move(guess));
    keep_best_guesses(guesses);
    return guesses;
}

std::vector<Guess> guess_ends(const Vocabulary& vocabulary, std::string_view begin) {
    constexpr std::size_t most_nodes = 4000, most_ends = 12;
    const std::u16string typed = to_utf16(begin);
    std::map<std::u16string, std::size_t> words;
    for (const Lexicon* lexicon : vocabulary.lexicons()) {
        const auto node = lexicon->find(typed);
        if (!node) continue;
        std::vector<std::pair<Lexicon::Node, std::u16string>> open = {{*node, typed}};
        for (std::size_t i = 0; i < open.size() && i < most_nodes; ++i) {
            const auto [at, word] = open[i];
            if (lexicon->is_word(at)) words[word] = std::max(words[word], lexicon->articles(at));
            lexicon->each_child(at, [&](char16_t letter, Lexicon::Node child) { open.emplace_back(child, word + letter); });
        }
    }
    std::vector<Guess> guesses;
    for (const auto& [letters, articles] : words) guesses.push_back({to_utf8(letters), 0, articles, 0});
    std::stable_sort(guesses.begin(), guesses.end(), [](const Guess& a, const Guess& b) { return a.articles > b.articles; });
    std::vector<Guess> kept;
    std::set<std::string> lemmas;
    for (Guess& guess : guesses) {
        if (kept.size() == most_ends) break;
        if (is_stop_word(guess.text)) continue;
        const AnalyzedToken analyzed = vocabulary.analyze(guess.text);
        if (lemmas.insert(main_lemma(analyzed)).second) kept.push_back(std::move(guess));
    }
    double all = 0;
    for (const Guess& guess : kept) all += static_cast<double>(guess.articles);
    for (Guess& guess : kept) guess.score = static_cast<double>(guess.articles) / all;
    return kept;
}

}  // namespace kb
