// What is asked so often that it may be shown to others.
#pragma once

#include <string>
#include <vector>

#include "kb/search/searcher.h"
#include "kb/store/figures.h"

namespace kb {

// Sessions that must have asked it in just these words: what fewer have typed may say who they are.
constexpr std::int64_t least_sessions = 5;

// In the language and days of `span`, the most asked first, at most `most`; of those that ask the same in other words the most
// asked only. Nothing that was scrubbed of something, that customers would find nothing for now, or that the search would read as a slip.
std::vector<std::string> read_asked_often(const FigureReader& reader, const Searcher& searcher, const Span& span, std::size_t most);

}  // namespace kb
