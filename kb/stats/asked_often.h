// What is asked so often that it may be shown to others.
#pragma once

#include <string>
#include <vector>

#include "kb/search/searcher.h"
#include "kb/store/figures.h"

namespace kb {

// Sessions that must have asked it in just these words: what fewer have typed may say who they are.
constexpr std::int64_t least_sessions = 5;

// In the language and days of `span`, the most asked first; some times as many as `most`, as not all may be shown.
std::vector<QueryText> read_asked_often(const FigureReader& reader, const Span& span, std::size_t most);

// Of these at most `most`; of those that ask the same in other words the most asked only. Nothing that something was scrubbed from, that
// customers would find nothing for now, or that the search would read as a slip; and no word, number or sign that customers cannot read in
// articles, so that nobody writes here.
std::vector<std::string> choose_shown(const std::vector<QueryText>& asked, const Searcher& searcher, const std::string& lang, std::size_t most);

}  // namespace kb
