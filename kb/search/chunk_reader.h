// What was typed in another way than it was meant: in the other keyboard layout, in Latin letters for Russian ones, with
// letters that look alike.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kb/search/vocabulary.h"

namespace kb {

// Whether a query is asked, or still being typed: then its last word may be the begin of any.
enum class Typing { done, going_on };

struct ReadChunks {
    std::string text;
    const char* kind = nullptr;        // of the first reading, as Interpretation::kind; nullptr for none
    std::vector<std::string> reasons;  // a line for each chunk that was read otherwise
};

// Reads `text` by the runs of characters between its spaces. `lang` is the reader's, or empty: it decides where Latin
// letters may be either language.
ReadChunks read_chunks(std::string_view text, const Vocabulary& vocabulary, std::string_view lang, Typing typing);

}  // namespace kb
