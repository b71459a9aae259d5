// What was typed for the words that it was read as.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kb/search/query.h"

namespace kb {

// For each word of `query`, which was read from a rereading of `typed`, the word of `typed` that it stands for. Rereadings keep
// the order of the words; one may become several, or several one, the first of which then speaks for it.
std::vector<std::string> typed_words(std::string_view typed, const Query& query);

}  // namespace kb
