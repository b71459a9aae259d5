// words.tsv: names and slang that the dictionaries lack.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kb/base/problem.h"

namespace kb {

struct AddedWord {
    std::string lang;   // of the articles that need it; the analyzer goes by letters alone
    std::string word;   // as customers write it, folded
    std::string lemma;  // what it is a form of, or another name of, folded
    auto operator<=>(const AddedWord&) const = default;
};

struct AddedWordsResult {
    std::vector<AddedWord> words;  // sorted, without repetitions
    std::vector<Problem> problems;
};

// Lines of language, word, lemma with tabs between. Lines that say something else are reported and left out.
// `text` is well-formed UTF-8 with plain line ends.
AddedWordsResult parse_added_words(std::string_view text, std::string_view path);

}  // namespace kb
