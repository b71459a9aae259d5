// Words that were typed without the spaces between them.
#pragma once

#include <string_view>
#include <vector>

#include "kb/search/guess.h"
#include "kb/search/vocabulary.h"

namespace kb {

// The words of the articles, with words of grammar between them, that `word` (folded) may be cut into; the best first, at
// most a few. Empty for longer runs than people type.
std::vector<Guess> guess_split(const Vocabulary& vocabulary, std::string_view word);

}  // namespace kb
