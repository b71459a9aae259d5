#include "kb/search/near_questions.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "kb/search/courtesy.h"

namespace kb {

namespace {

// How many candidates are compared in full, and after how many occurrences no further lemma is looked for.
constexpr std::size_t most_candidates = 100, most_occurrences = 500'000;
constexpr double letters_share = 0.5;
// Of the sentences those are compared that tell most; what a sentence alone is like counts a little less.
constexpr std::size_t most_sentences = 4;
constexpr double sentence_share = 0.9;

struct Scored {
    float score = 0;
    QuestionNumber number = 0;
    bool operator<(const Scored& other) const { return score != other.score ? score > other.score : number < other.number; }
};

void cut(std::vector<Scored>& best, std::size_t most) {
    if (best.size() <= most) return;
    std::nth_element(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(most) - 1, best.end());
    best.resize(most);
}

}  // namespace

NearQuestions::NearQuestions(const QuestionCollection& questions, std::string_view message)
    : questions_(questions), words_(read_told_words(message, questions.analyzer())), whole_(part_of(lemmas_of(words_), letters_of(words_))) {
    add_sentences();
}

NearQuestions::NearQuestions(const QuestionCollection& questions, QuestionNumber number) : questions_(questions) {
    const QuestionWords& words = questions.words();
    const auto terms = words.terms_of(number);
    const auto shares = words.shares_of(number);
    std::vector<ToldWord::Lemma> lemmas;
    for (std::size_t i = 0; i < terms.size(); ++i) lemmas.push_back({words.term(terms[i]).hash, static_cast<float>(shares[i]) / 255});
    whole_ = part_of(lemmas, words.letters(number));
}

NearQuestions::Part NearQuestions::part_of(const std::vector<ToldWord::Lemma>& lemmas, std::string_view letters) const {
    Part part;
    part.letters = LetterGrams(letters);
    const QuestionWords& words = questions_.words();
    double squares = 0;
    for (const ToldWord::Lemma& lemma : lemmas) {
        const QuestionWords::Term* term = words.find(lemma.hash);
        const double weight = lemma.share * questions_.rarity(term == nullptr ? 0 : term->questions);
        squares += weight * weight;
        part.amount += weight;
        if (term != nullptr) part.lemmas.push_back({static_cast<std::uint32_t>(term - words.terms().data()), static_cast<float>(weight)});
    }
    part.norm = std::sqrt(squares);
    return part;
}

void NearQuestions::add_sentences() {
    std::map<std::size_t, std::vector<ToldWord>> sentences;
    for (const ToldWord& word : words_) sentences[word.sentence].push_back(word);
    if (sentences.size() < 2) return;
    for (const auto& [place, words] : sentences) sentences_.push_back(part_of(lemmas_of(words), letters_of(words)));
    std::stable_sort(sentences_.begin(), sentences_.end(), [](const Part& a, const Part& b) { return a.amount > b.amount; });
    sentences_.resize(std::min(sentences_.size(), most_sentences));
}

std::vector<QuestionNumber> NearQuestions::candidates(std::optional<QuestionNumber> but) const {
    const QuestionWords& words = questions_.words();
    std::vector<Lemma> lemmas = whole_.lemmas;
    std::sort(lemmas.begin(), lemmas.end(), [&](const Lemma& a, const Lemma& b) {
        const auto fewer = words.term(a.place).questions, more = words.term(b.place).questions;
        return fewer != more ? fewer < more : a.place < b.place;
    });
    std::vector<float> scores(questions_.size());
    std::size_t read = 0;
    for (const Lemma& lemma : lemmas) {
        const QuestionWords::Term& term = words.term(lemma.place);
        if (read > 0 && read + term.questions > most_occurrences) break;
        read += term.questions;
        const auto weight = static_cast<float>(lemma.weight * questions_.rarity(term.questions) / 255);
        const auto numbers = words.questions_with(term);
        const auto shares = words.shares_in(term);
        for (std::size_t i = 0; i < numbers.size(); ++i) scores[numbers[i]] += weight * shares[i];
    }
    if (but) scores[*but] = 0;
    std::vector<Scored> best;
    best.reserve(2 * most_candidates);
    float least = 0;
    for (QuestionNumber number = 0; number < scores.size(); ++number) {
        if (scores[number] <= 0) continue;
        const float score = scores[number] / questions_.norm(number);
        if (score < least) continue;
        best.push_back({score, number});
        if (best.size() < 2 * most_candidates) continue;
        cut(best, most_candidates);
        least = best.back().score;
    }
    cut(best, most_candidates);
    std::vector<QuestionNumber> numbers;
    for (const Scored& scored : best) numbers.push_back(scored.number);
    return numbers;
}

double NearQuestions::likeness(const Part& part, QuestionNumber number, const LetterGrams& letters) const {
    const QuestionWords& words = questions_.words();
    const auto terms = words.terms_of(number);
    const auto shares = words.shares_of(number);
    double both = 0;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        const auto lemma = std::lower_bound(part.lemmas.begin(), part.lemmas.end(), terms[i], [](const Lemma& a, std::uint32_t place) { return a.place < place; });
        if (lemma == part.lemmas.end() || lemma->place != terms[i]) continue;
        both += lemma->weight * questions_.rarity(words.term(terms[i]).questions) * shares[i] / 255;
    }
    const double norms = part.norm * questions_.norm(number);
    if (norms <= 0 || both <= 0) return 0;
    return std::min(1.0, (1 - letters_share) * both / norms + letters_share * part.letters.likeness(letters));
}

std::vector<NearQuestion> NearQuestions::nearest(std::size_t most, std::optional<QuestionNumber> but) const {
    std::vector<NearQuestion> near;
    for (const QuestionNumber number : candidates(but)) {
        const LetterGrams letters(questions_.words().letters(number));
        double best = likeness(whole_, number, letters);
        for (const Part& sentence : sentences_) best = std::max(best, sentence_share * likeness(sentence, number, letters));
        if (best > 0) near.push_back({number, best});
    }
    std::sort(near.begin(), near.end(), [](const NearQuestion& a, const NearQuestion& b) { return a.likeness != b.likeness ? a.likeness > b.likeness : a.number < b.number; });
    near.resize(std::min(near.size(), most));
    return near;
}

std::vector<std::string> NearQuestions::reasons(QuestionNumber number, std::size_t most) const {
    const QuestionWords& words = questions_.words();
    std::map<std::uint32_t, double> weights;  // of its lemmas, by hash
    for (const std::uint32_t place : words.terms_of(number)) weights[words.term(place).hash] = questions_.rarity(words.term(place).questions);
    std::vector<std::pair<double, const ToldWord*>> met;
    for (const ToldWord& word : words_) {
        double weight = 0;
        for (const ToldWord::Lemma& lemma : word.lemmas) {
            if (const auto found = weights.find(lemma.hash); found != weights.end()) weight = std::max(weight, found->second * lemma.share);
        }
        const bool is_known = std::any_of(met.begin(), met.end(), [&](const auto& other) { return other.second->folded == word.folded; });
        if (weight > 0 && !is_known && tells(word.folded)) met.emplace_back(weight, &word);
    }
    std::stable_sort(met.begin(), met.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<std::string> reasons;
    for (const auto& [weight, word] : met) {
        if (reasons.size() < most) reasons.push_back(word->typed);
    }
    return reasons;
}

}  // namespace kb
