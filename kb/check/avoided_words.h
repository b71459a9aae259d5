// Finds the words that terms.yaml avoids, in any form, and says the better word in the same form.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kb/check/english_phrase.h"
#include "kb/check/phrase_matcher.h"
#include "kb/check/russian_phrase.h"
#include "kb/check/terms.h"
#include "kb/text/dictionaries.h"

namespace kb {

struct AvoidedWord {
    std::size_t begin = 0, end = 0;  // bytes of the text
    std::string better;              // empty when there is none
    const AvoidedTerm* term = nullptr;
};

class AvoidedWords {
public:
    AvoidedWords(std::shared_ptr<const Dictionaries> dictionaries, std::vector<AvoidedTerm> terms);

    // In an article of this language; by place.
    std::vector<AvoidedWord> find(std::string_view text, const std::vector<TextWord>& words, std::string_view lang) const;

private:
    // A phrase to avoid; one that is right to have has neither term nor phrases.
    struct Entry {
        const AvoidedTerm* term = nullptr;
        std::unique_ptr<RussianPhrase> russian, russian_use;
        std::unique_ptr<EnglishPhrase> english, english_use;
        std::string exactly;  // when it differs from the better word by its spelling only, the one spelling meant
    };
    // One that signs belong to; it has no forms.
    struct LiteralEntry {
        const AvoidedTerm* term = nullptr;
        std::string_view phrase;
    };
    void add(const AvoidedTerm& term, const std::string& avoid);
    void allow(const AvoidedTerm& term);
    std::string better_for(const Entry& entry, std::string_view text, const std::vector<TextWord>& words, const PhraseMatch& match) const;

    std::shared_ptr<const Dictionaries> dictionaries_;
    std::vector<AvoidedTerm> terms_;
    std::unique_ptr<EnglishForms> english_forms_;
    PhraseMatcher matcher_;
    std::vector<Entry> entries_;  // of each phrase of the matcher
    std::vector<LiteralEntry> literal_entries_;
};

}  // namespace kb
