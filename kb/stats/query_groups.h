// Which queries ask the same, for reports.
#pragma once

#include <string>
#include <string_view>

#include "kb/search/searcher.h"

namespace kb {

struct ReadQuery {
    std::string text;   // as it is stored: in lower case, with single spaces
    std::string group;  // equal for queries with the same words, in any form, order, spelling, layout or alphabet
    std::string as_typed;  // the same of the letters as they were typed
    bool operator==(const ReadQuery&) const = default;
};

// `query` is scrubbed; `lang` is the reader's, or empty. As customers' searches read it. A group belongs to the content of its time:
// a word that articles learn later may be read otherwise from then on.
ReadQuery read_query_for_statistics(const Searcher& searcher, std::string_view query, std::string_view lang);

// Whether a dictionary or what customers may read has the word, in any form.
bool is_known_word(const Searcher& searcher, std::string_view word);

// What was meant, in the letters and spelling that the search read it in.
std::string meant_by(const Searcher& searcher, std::string_view query, std::string_view lang);

}  // namespace kb
