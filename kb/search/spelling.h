// What a word that nobody knows was meant to be.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kb/search/guess.h"
#include "kb/search/vocabulary.h"

namespace kb {

// Words of the articles that `word` (folded, in one alphabet) may be a slip of, the best first, at most a few.
std::vector<Guess> guess_slip(const Vocabulary& vocabulary, std::string_view word);
// The same for Russian in Latin letters. A word that only begins so is a guess, too, when `may_be_unfinished`.
std::vector<Guess> guess_transliterated(const Vocabulary& vocabulary, std::string_view word, bool may_be_unfinished);
// Begins of words that `begin` may be a slip of.
std::vector<Guess> guess_begin(const Vocabulary& vocabulary, std::string_view begin);
// Words that begin so, the most common first, each with its share of `score`, summing up to 1; forms of one word once.
std::vector<Guess> guess_ends(const Vocabulary& vocabulary, std::string_view begin);

}  // namespace kb
