// Phrases that put customers off: those that every site has, and phrases.tsv of the content.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kb/base/problem.h"
#include "kb/check/phrase_matcher.h"
#include "kb/text/dictionaries.h"

namespace kb {

struct OffPuttingPhrase {
    std::string lang;  // of articles that it counts in; * for all
    std::string text;  // words with * behind them count in any form
    std::string instead;  // what to do about it; may be empty
    bool operator==(const OffPuttingPhrase&) const = default;
};

struct PhrasesResult {
    std::vector<OffPuttingPhrase> phrases;
    std::vector<Problem> problems;
};

// Lines of language, phrase and what to do about it, with tabs between; the last may be missing. Lines that say something else are
// reported and left out.
PhrasesResult parse_phrases(std::string_view text, std::string_view path);

// Those that every site has.
const std::vector<OffPuttingPhrase>& built_in_phrases();

struct FoundPhrase {
    std::size_t begin = 0, end = 0;  // bytes of the text
    const OffPuttingPhrase* phrase = nullptr;
};

class OffPuttingPhrases {
public:
    OffPuttingPhrases(std::shared_ptr<const Dictionaries> dictionaries, std::vector<OffPuttingPhrase> phrases);

    // In an article of this language; by place.
    std::vector<FoundPhrase> find(std::string_view text, const std::vector<TextWord>& words, std::string_view lang) const;

private:
    std::vector<std::string> forms_of(const Dictionaries& dictionaries, const std::string& word) const;

    std::shared_ptr<const Dictionaries> dictionaries_;
    std::vector<OffPuttingPhrase> phrases_;
    PhraseMatcher matcher_;
};

}  // namespace kb
