#include "kb/search/vocabulary.h"

#include <algorithm>

#include "kb/base/utf8.h"
#include "kb/index/postings.h"
#include "kb/text/stop_words.h"

namespace kb {

namespace {

constexpr double least_reading = 0.3;  // of a lemma, to count as meant

}  // namespace

Vocabulary::Vocabulary(const Snapshot& snapshot, const Synonyms& synonyms, Audience audience)
    : snapshot_(snapshot), synonyms_(synonyms) {
    halves_.push_back(Half::open);
    if (audience == Audience::staff) halves_.push_back(Half::internal);
    for (const Half half : halves_) lexicons_.push_back(&snapshot.lexicon(half));
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
    return word.is_known || is_stop_word(word.token.folded) || synonyms_.has(word) || articles_with(word.token.folded) > 0 || has_lemma_of(word);
}

bool Vocabulary::has_lemma_of(const AnalyzedToken& word) const {
    return std::any_of(word.terms.begin(), word.terms.end(), [&](const Term& term) {
        return term.tier == Tier::lemma && std::any_of(lexicons_.begin(), lexicons_.end(), [&](const Lexicon* lexicon) {
                   return lexicon->articles_with_lemma(term.word) > 0;
               });
    });
}

// Numbers and codes are in no lexicon.
bool Vocabulary::is_of_articles(const AnalyzedToken& word) const {
    if (synonyms_.has(word) || articles_with(word.token.folded) > 0 || has_lemma_of(word)) return true;
    return std::any_of(halves_.begin(), halves_.end(), [&](Half half) {
        const auto found = snapshot_.postings(half).list(word.terms.front().text());
        return found && !(*found)->empty();
    });
}

bool Vocabulary::begins_word(std::string_view begin) const {
    const std::u16string letters = to_utf16(begin);
    return std::any_of(lexicons_.begin(), lexicons_.end(), [&](const Lexicon* lexicon) { return lexicon->find(letters).has_value(); });
}

}  // namespace kb
