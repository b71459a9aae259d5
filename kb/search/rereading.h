// What was meant by what was typed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kb/search/query.h"
#include "kb/search/results.h"
#include "kb/search/word_reader.h"

namespace kb {

struct Rereading {
    ReadWords words;
    // How it differs from what was typed; nothing when it does not.
    std::optional<Interpretation> interpretation;
    std::vector<std::string> reasons;  // for explanations

    const std::string& text() const { return words.text; }  // to be searched for
    // Puts the guesses into a query read from text().
    void complete(Query& query, const Vocabulary& vocabulary) const;
};

// A query whose words are all known is never read otherwise. `typed` is cut and well-formed (clean_text()); `lang` is the
// reader's, or empty.
Rereading reread(std::string_view typed, const Vocabulary& vocabulary, std::string_view lang, Typing typing = Typing::done);

}  // namespace kb
