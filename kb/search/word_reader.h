// What single words were meant to be: slips, words run together or cut in two, words not typed to their end.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kb/search/chunk_reader.h"
#include "kb/search/guess.h"

namespace kb {

struct ReadWords {
    std::string text;
    const char* kind = nullptr;             // of the first reading, as Interpretation::kind; nullptr for none
    std::vector<std::string> did_you_mean;  // other readings that are nearly as good
    std::vector<std::string> reasons;       // a line for each word that was read otherwise
    // Words of `text` (folded) that are one guess among several: all of them, with their shares.
    std::map<std::string, std::vector<std::pair<std::string, double>>, std::less<>> guesses;
};

// Whether some word of `text` is worth another reading.
bool has_doubts(std::string_view text, const Vocabulary& vocabulary);

ReadWords read_words(std::string_view text, const Vocabulary& vocabulary, Typing typing);

}  // namespace kb
