#include "kb/check/phrases.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "kb/base/ascii.h"
#include "kb/base/tsv.h"
#include "kb/check/english_phrase.h"

namespace kb {

PhrasesResult parse_phrases(std::string_view text, std::string_view path) {
    PhrasesResult result;
    each_table_line(text, [&](int number, std::string_view line) {
        const auto report = [&](std::string what) {
            result.problems.push_back({{std::string(path), number, 1}, Severity::error, "phrases", std::move(what),
                                       "write language or *, the phrase, and what to write in place of it, with tabs between"});
        };
        const auto fields = table_fields(line);
        if (fields.size() < 2 || fields.size() > 3) return report(fmt::format("{} fields instead of 3", fields.size()));
        if (fields[0].empty()) return report("no language");
        if (words_in(fields[1]).empty()) return report("an empty phrase");
        result.phrases.push_back({std::string(fields[0]), std::string(trim_blanks(fields[1])), std::string(fields.size() > 2 ? fields[2] : "")});
    });
    return result;
}

OffPuttingPhrases::OffPuttingPhrases(std::shared_ptr<const Dictionaries> dictionaries, std::vector<OffPuttingPhrase> phrases)
    : dictionaries_(std::move(dictionaries)), phrases_(std::move(phrases)) {
    for (const OffPuttingPhrase& phrase : phrases_) {
        std::vector<std::vector<std::string>> words;
        for (const TextWord& word : words_in(phrase.text)) {
            const bool any_form = word.end < phrase.text.size() && phrase.text[word.end] == '*';
            words.push_back(any_form ? forms_of(*dictionaries_, word.folded) : std::vector<std::string>{word.folded});
        }
        matcher_.add(words);
    }
}

std::vector<std::string> OffPuttingPhrases::forms_of(const Dictionaries& dictionaries, const std::string& word) const {
    const bool is_ascii = static_cast<unsigned char>(word.front()) < 0x80;
    std::vector<std::string> all = {word};
    if (is_ascii) {
        const EnglishForms english(dictionaries.english);
        for (const Lemma& lemma : dictionaries.english.lemmas(word)) {
            for (auto& forms : EnglishPhrase(english, lemma.word).forms()) std::move(forms.begin(), forms.end(), std::back_inserter(all));
        }
        return all;
    }
    auto readings = dictionaries.russian.readings(word);
    if (readings.empty()) readings = dictionaries.russian.predict(word);
    for (const RussianReading& reading : readings) {
        for (const auto& [form, tag] : dictionaries.russian.forms(word, reading)) {
            for (TextWord& folded : words_in(form)) all.push_back(std::move(folded.folded));
        }
    }
    return all;
}

std::vector<FoundPhrase> OffPuttingPhrases::find(std::string_view text, const std::vector<TextWord>& words, std::string_view lang) const {
    std::vector<FoundPhrase> found;
    for (const PhraseMatch& match : matcher_.find(text, words)) {
        const OffPuttingPhrase& phrase = phrases_[match.phrase];
        if (phrase.lang == "*" || phrase.lang == lang) found.push_back({words[match.first].begin, words[match.last].end, &phrase});
    }
    return found;
}

}  // namespace kb
