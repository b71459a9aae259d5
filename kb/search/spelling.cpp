#include "kb/search/spelling.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "kb/base/utf8.h"
#include "kb/text/slips.h"
#include "kb/text/stop_words.h"
#include "kb/text/transliteration.h"

namespace kb {

namespace {

// A slip weighs as much as so many doublings of the number of articles.
constexpr double slip_weight = 8;
constexpr double form_weight = 0.5;
constexpr std::size_t most_guesses = 4;
constexpr double least_reading = 0.3;  // of a lemma, to count as meant

constexpr std::size_t shortest_corrected = 4;
constexpr std::size_t shortest_with_two_slips = 7;
constexpr double split_cost = 1.2;
constexpr double unfinished_cost = 0.8;

double score_of(std::size_t articles, double cost) {
    return std::log2(1.0 + static_cast<double>(articles)) - slip_weight * cost;
}

void sort(std::vector<Guess>& guesses) {
    std::sort(guesses.begin(), guesses.end(), [](const Guess& a, const Guess& b) {
        return a.score != b.score ? a.score > b.score : a.text < b.text;
    });
}

void keep_best(std::vector<Guess>& guesses) {
    sort(guesses);
    if (guesses.size() > most_guesses) guesses.resize(most_guesses);
}

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

    // Those that some article has; stop words count as if all had them.
    std::vector<Guess> best() const {
        std::vector<Guess> guesses;
        for (const auto& [letters, cost] : costs_) {
            Guess guess{to_utf8(letters), cost, 0, 0};
            guess.articles = vocabulary_.articles_with(vocabulary_.analyze(guess.text));
            if (guess.articles == 0 && !is_stop_word(guess.text)) continue;
            // Of the forms of a word, rather one that articles have.
            guess.score = score_of(guess.articles, cost) + form_weight * std::log2(1.0 + static_cast<double>(vocabulary_.articles_with(guess.text)));
            guesses.push_back(std::move(guess));
        }
        sort(guesses);
        keep_one_of_each_word(guesses);
        return guesses;
    }

private:
    void keep_one_of_each_word(std::vector<Guess>& guesses) const {
        std::vector<Guess> kept;
        std::set<std::string> lemmas;
        for (Guess& guess : guesses) {
            if (kept.size() < most_guesses && lemmas.insert(main_lemma(vocabulary_.analyze(guess.text))).second) kept.push_back(std::move(guess));
        }
        guesses = std::move(kept);
    }

    const Vocabulary& vocabulary_;
    std::map<std::u16string, double, std::less<>> costs_;
};

bool is_russian(std::u16string_view letters) {
    return !letters.empty() && letters.front() >= 0x0400;
}

// English words have no graph to walk; there are few enough ways to slip once.
void offer_english(const Vocabulary& vocabulary, std::u16string_view typed, Guesses& guesses) {
    const EnglishDictionary& english = vocabulary.analyzer().dictionaries().english;
    const auto offer = [&](std::u16string word, double cost) {
        if (!english.lemmas(to_utf8(word)).empty()) guesses.offer(word, cost);
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
    NearWords<Graph>(graph, typed, most_slips).each([&](std::u16string_view word, double cost, auto) {
        if (cost <= most_cost) guesses.offer(word, cost);
    });
}

// Cuts a run of letters into words of the articles and words of grammar.
class Splitter {
public:
    Splitter(const Vocabulary& vocabulary, std::u16string typed) : vocabulary_(vocabulary), typed_(std::move(typed)) {}

    std::vector<Guess> split() {
        if (typed_.size() < 2 * shortest_part || typed_.size() > longest_run) return {};
        cut(0, 0, {}, std::numeric_limits<std::size_t>::max());
        keep_best(guesses_);
        return std::move(guesses_);
    }

private:
    static constexpr std::size_t shortest_part = 3, longest_run = 40, most_parts = 4;
    static constexpr double further_cost = 0.3;  // of each part beyond two

    // `articles`: that the rarest part so far has.
    void cut(std::size_t from, std::size_t parts, const std::string& before, std::size_t articles) {
        for (std::size_t to = from + 1; to <= typed_.size(); ++to) {
            if (from == 0 && to == typed_.size()) return;
            const bool is_last = to == typed_.size();
            if (is_last ? to - from < shortest_part : parts + 1 == most_parts) continue;
            const std::string part = to_utf8(std::u16string_view(typed_).substr(from, to - from));
            const bool is_grammar = is_stop_word(part);
            if (to - from < shortest_part && !is_grammar) continue;
            const std::size_t in = is_grammar ? articles : std::min(articles, articles_with(from, to, part));
            if (in == 0) continue;
            if (!is_last) {
                cut(to, parts + 1, before + part + " ", in);
                continue;
            }
            if (in == std::numeric_limits<std::size_t>::max()) continue;  // nothing but grammar
            const double cost = split_cost + further_cost * static_cast<double>(parts - 1);
            guesses_.push_back({before + part, cost, in, score_of(in, cost)});
        }
    }

    std::size_t articles_with(std::size_t from, std::size_t to, const std::string& part) {
        const auto [known, is_new] = parts_.try_emplace({from, to}, 0);
        if (is_new) known->second = vocabulary_.articles_with(vocabulary_.analyze(part));
        return known->second;
    }

    const Vocabulary& vocabulary_;
    const std::u16string typed_;
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> parts_;
    std::vector<Guess> guesses_;
};

}  // namespace

Vocabulary::Vocabulary(const Snapshot& snapshot, const Synonyms& synonyms, Audience audience)
    : snapshot_(snapshot), synonyms_(synonyms) {
    lexicons_.push_back(&snapshot.lexicon(Half::open));
    if (audience == Audience::staff) lexicons_.push_back(&snapshot.lexicon(Half::internal));
    lexicons_.push_back(&synonyms.lexicon());
}

AnalyzedToken Vocabulary::analyze(std::string_view word) const {
    auto tokens = analyzer().analyze(word);
    return tokens.size() == 1 ? std::move(tokens.front()) : AnalyzedToken{{0, word.size(), std::string(word)}, {}, false};
}

std::size_t Vocabulary::articles_with(std::string_view word) const {
    std::size_t most = 0;
    for (const Lexicon* lexicon : lexicons_) most = std::max(most, lexicon->articles_with(word));
    return most;
}

std::size_t Vocabulary::articles_with(const AnalyzedToken& word) const {
    std::size_t most = articles_with(word.token.folded);
    for (const Term& term : word.terms) {
        if (!word.is_known || term.tier != Tier::lemma || term.weight < least_reading) continue;
        for (const Lexicon* lexicon : lexicons_) most = std::max(most, lexicon->articles_with_lemma(term.word));
    }
    return most;
}

bool Vocabulary::knows(const AnalyzedToken& word) const {
    if (word.is_known || is_stop_word(word.token.folded) || synonyms_.has(word) || articles_with(word.token.folded) > 0) return true;
    return std::any_of(word.terms.begin(), word.terms.end(), [&](const Term& term) {
        return term.tier == Tier::lemma && std::any_of(lexicons_.begin(), lexicons_.end(), [&](const Lexicon* lexicon) {
                   return lexicon->articles_with_lemma(term.word) > 0;
               });
    });
}

bool Vocabulary::begins_word(std::string_view begin) const {
    const std::u16string letters = to_utf16(begin);
    return std::any_of(lexicons_.begin(), lexicons_.end(), [&](const Lexicon* lexicon) { return lexicon->find(letters).has_value(); });
}

bool Vocabulary::knows(std::string_view word) const {
    return knows(analyze(word));
}

std::vector<Guess> guess_slip(const Vocabulary& vocabulary, std::string_view word) {
    const std::u16string typed = to_utf16(word);
    if (typed.size() < shortest_corrected) return {};
    const double most_cost = typed.size() < 5 ? 0.7 : 1.6;
    Guesses guesses(vocabulary);
    for (const Lexicon* lexicon : vocabulary.lexicons()) offer_near(*lexicon, typed, 1, most_cost, guesses);
    // Another form of a word that articles have.
    if (is_russian(typed)) offer_near(vocabulary.analyzer().dictionaries().russian.all_forms(), typed, 1, most_cost, guesses);
    else offer_english(vocabulary, typed, guesses);
    std::vector<Guess> best = guesses.best();
    // A word that is one slip away, though no article has it, is likelier than one that is two away.
    if (!guesses.empty() || typed.size() < shortest_with_two_slips) return best;
    for (const Lexicon* lexicon : vocabulary.lexicons()) offer_near(*lexicon, typed, 2, 2.0, guesses);
    return guesses.best();
}

std::vector<Guess> guess_split(const Vocabulary& vocabulary, std::string_view word) {
    return Splitter(vocabulary, to_utf16(word)).split();
}

std::vector<Guess> guess_transliterated(const Vocabulary& vocabulary, std::string_view word, bool may_be_unfinished) {
    const std::u16string typed = to_utf16(word);
    std::map<std::u16string, double> costs;
    const auto offer = [&](double more) {
        return [&costs, more](std::u16string_view letters, double cost, auto) {
            const auto [known, is_new] = costs.emplace(letters, cost + more);
            if (!is_new) known->second = std::min(known->second, cost + more);
        };
    };
    for (const Lexicon* lexicon : vocabulary.lexicons()) Transliterated(*lexicon, typed).each(offer(0));
    const RussianForms forms = vocabulary.analyzer().dictionaries().russian.all_forms();
    Transliterated(forms, typed).each(offer(0));
    if (costs.empty() && may_be_unfinished && typed.size() > 2) {
        for (const Lexicon* lexicon : vocabulary.lexicons()) Transliterated(*lexicon, typed).each_begin(offer(unfinished_cost));
    }
    std::vector<Guess> guesses;
    for (const auto& [letters, cost] : costs) {
        if (!is_russian(letters)) continue;
        Guess guess{to_utf8(letters), cost, 0, 0};
        const AnalyzedToken analyzed = vocabulary.analyze(guess.text);
        guess.articles = is_stop_word(guess.text) ? 1000 : vocabulary.articles_with(analyzed);
        guess.score = score_of(guess.articles, cost) + form_weight * std::log2(1.0 + static_cast<double>(vocabulary.articles_with(guess.text)));
        guesses.push_back(std::move(guess));
    }
    keep_best(guesses);
    return guesses;
}

std::vector<Guess> guess_begin(const Vocabulary& vocabulary, std::string_view begin) {
    const std::u16string typed = to_utf16(begin);
    std::vector<Guess> guesses;
    if (typed.size() < shortest_corrected) return guesses;
    std::map<std::u16string, Guess, std::less<>> best;
    for (const Lexicon* lexicon : vocabulary.lexicons()) {
        NearWords(*lexicon, typed, 1).each_begin([&](std::u16string_view letters, double cost, Lexicon::Node node) {
            const std::size_t articles = lexicon->most_articles(node);
            const double score = score_of(articles, cost);
            const auto known = best.find(letters);
            if (known == best.end()) best.emplace(letters, Guess{to_utf8(letters), cost, articles, score});
            else if (known->second.score < score) known->second = {to_utf8(letters), cost, articles, score};
        });
    }
    for (auto& [letters, guess] : best) guesses.push_back(std::move(guess));
    keep_best(guesses);
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
