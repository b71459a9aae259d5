#include "kb/search/told.h"

#include <algorithm>
#include <map>

#include "kb/search/rereading.h"
#include "kb/search/telling_words.h"
#include "kb/search/typed_words.h"
#include "kb/text/fold.h"

namespace kb {

namespace {

// A word that a message says five times matters more, but not five times as much.
unsigned repetitions(unsigned times) {
    return times < 2 ? 1 : times < 5 ? 2 : 3;
}

}  // namespace

Query Told::query_of(const Sentence& sentence) const {
    Query query;
    for (const std::size_t word : sentence.words) query.words.push_back(whole.words[word]);
    return query;
}

Told read_told(std::string_view message, const Searcher& searcher, std::string_view lang, Audience audience) {
    const Vocabulary& vocabulary = searcher.vocabulary(audience);
    const TellingWords telling = find_telling_words(message, searcher, audience);
    const Rereading reading = reread(telling.text, vocabulary, lang);
    Told told;
    told.whole = read_query(reading.text(), vocabulary.analyzer());
    told.whole.drop_conditions();
    reading.complete(told.whole, vocabulary);
    vocabulary.synonyms().add_to(told.whole);
    told.typed = typed_words(telling.text, told.whole);
    std::map<std::size_t, Told::Sentence> sentences;
    for (std::size_t i = 0; i < told.typed.size(); ++i) {
        const auto word = telling.words.find(fold(told.typed[i]));
        if (word == telling.words.end()) continue;
        told.whole.words[i].times = repetitions(word->second.times);
        for (const std::size_t place : word->second.sentences) {
            sentences[place].words.push_back(i);
            sentences[place].asks = telling.questions.count(place) != 0;
        }
    }
    for (auto& [place, sentence] : sentences) told.sentences.push_back(std::move(sentence));
    return told;
}

}  // namespace kb
