#include "kb/search/rereading.h"

#include <algorithm>
#include <iterator>

#include "kb/base/utf8.h"
#include "kb/text/letters.h"

namespace kb {

Rereading reread(std::string_view typed, const Vocabulary& vocabulary, std::string_view lang, Typing typing) {
    Rereading result;
    result.words.text = typed;
    const std::u16string letters = to_utf16(typed);
    if (std::any_of(letters.begin(), letters.end(), is_foreign) || !has_doubts(typed, vocabulary)) return result;
    ReadChunks chunks = read_chunks(typed, vocabulary, lang, typing);
    result.words = read_words(chunks.text, vocabulary, typing);
    result.reasons = std::move(chunks.reasons);
    std::move(result.words.reasons.begin(), result.words.reasons.end(), std::back_inserter(result.reasons));
    const char* kind = chunks.kind != nullptr ? chunks.kind : result.words.kind;
    if (kind != nullptr) result.interpretation = Interpretation{kind, result.text()};
    return result;
}

void Rereading::complete(Query& query, const Vocabulary& vocabulary) const {
    for (QueryWord& word : query.words) {
        const auto found = words.guesses.find(word.terms.front().word);
        if (found == words.guesses.end()) continue;
        std::vector<Term> terms = {word.terms.front()};
        for (const auto& [guess, share] : found->second) {
            for (Term& term : vocabulary.analyze(guess).terms) {
                if (term.tier != Tier::lemma) continue;
                term.weight *= share;
                const auto same = std::find_if(terms.begin(), terms.end(), [&](const Term& other) { return other.is_same_word(term); });
                if (same == terms.end()) terms.push_back(std::move(term));
                else same->weight = std::max(same->weight, term.weight);
            }
        }
        word.terms = std::move(terms);
        word.is_guess = true;
    }
}

}  // namespace kb
