// The words of a message that tell it from others, as a text to search for.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kb/search/searcher.h"

namespace kb {

struct TellingWords {
    // In the order of the message, each form of a word once; a new line where something was left out or a sentence ended.
    std::string text;
    struct Word {
        unsigned times = 1;                  // in all its forms
        std::vector<std::size_t> sentences;  // lines of the message where it stands, the first few
    };
    std::map<std::string, Word, std::less<>> words;  // those of `text`, folded
    std::set<std::size_t> questions;                 // lines that end with a question mark
};

// `message` as read_message() gives it. Words that articles have are worth the more the rarer they are and the more often the
// message says them: term selection as for "more like this", tf · idf (Salton, Buckley 1988). Numbers, codes and addresses
// count only if an article has them. Time is bounded whatever the message says.
TellingWords find_telling_words(std::string_view message, const Searcher& searcher, Audience audience);

}  // namespace kb
