// The weights of the ranking, all in one place.
#pragma once

#include <cstddef>

namespace kb::ranking {

// BM25 (Robertson, Zaragoza 2009) as Xapian computes it. Long reference pages answer as often as short ones, so
// length is normalised less than usual; the other parameters stand where real questions over twelve collections
// were answered best, and change little around.
constexpr double bm25_k1 = 1.2;
constexpr double bm25_k3 = 1.0;
constexpr double bm25_b = 0.55;
constexpr double bm25_min_length = 0.0;

// A word as typed says a little more than another form of it.
constexpr double exact_weight = 0.25;
// Writers put what an article is about into its title, customers' words into its questions.
constexpr double title_weight = 0.35;
constexpr double question_weight = 0.5;

// An article in another language than the one asked for.
constexpr double other_language_factor = 0.6;

// Best matches that are looked at again: paging and counts by category come from them.
constexpr std::size_t candidates = 100;

// Which section a hit leads to: a word in its heading counts as this many in its text. Less than one: a section
// that only names the word has no line to show for it.
constexpr double section_heading_weight = 0.7;

}  // namespace kb::ranking
