// A customer's message as what to search for: as a whole, and sentence by sentence.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kb/search/query.h"
#include "kb/search/searcher.h"

namespace kb {

struct Told {
    struct Sentence {
        std::vector<std::size_t> words;  // of the whole
        bool asks = false;               // it ends with a question mark
    };

    Query whole;                     // its most telling words, see find_telling_words(), as a search reads them
    std::vector<std::string> typed;  // what was typed for each of its words
    std::vector<Sentence> sentences; // that have such words, in the order of the message

    Query query_of(const Sentence& sentence) const;
};

// `message` as read_message() gives it.
Told read_told(std::string_view message, const Searcher& searcher, std::string_view lang, Audience audience);

}  // namespace kb
