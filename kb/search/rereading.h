// What was meant by what was typed: the other keyboard layout, Russian in Latin letters, letters that look alike,
// slips, words run together, words not yet typed to their end.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kb/search/query.h"
#include "kb/search/results.h"
#include "kb/search/spelling.h"

namespace kb {

struct Rereading {
    std::string text;  // to be searched for
    // How it differs from what was typed; nothing when it does not.
    std::optional<Interpretation> interpretation;
    std::vector<std::string> did_you_mean;  // other readings that are nearly as good
    std::vector<std::string> reasons;       // for explanations
    // Words of `text` (folded) that are one guess among several: all of them, with their shares.
    std::map<std::string, std::vector<std::pair<std::string, double>>, std::less<>> guesses;

    // Puts the guesses into a query read from `text`.
    void complete(Query& query, const Vocabulary& vocabulary) const;
};

// Whether a query is asked, or still being typed: then its last word may be the begin of any.
enum class Typing { done, going_on };

// A query whose words are all known is never read otherwise. `typed` is cut and well-formed (clean_text()).
// `lang` is the reader's; it decides where Latin letters may be either language. Empty for none.
Rereading reread(std::string_view typed, const Vocabulary& vocabulary, std::string_view lang, Typing typing = Typing::done);

}  // namespace kb
