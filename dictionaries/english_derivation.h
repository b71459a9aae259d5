// Pairs of English words that a searcher means alike: pay ~ payment, available ~ availability.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "dictionaries/wordnet.h"

namespace kb {

// From WordNet's derivational pointers: a verb and the noun of its action, an adjective and the noun of its quality.
// Sorted, without repetitions; the verb or the adjective stands first. No agents (payer) and no words that share but
// a few letters.
std::vector<std::pair<std::string, std::string>> derive(const WordNet& wordnet);

}  // namespace kb
