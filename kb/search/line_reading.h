// How far a line of an article - a title, a customer's question, a heading - says what a query says.
#pragma once

#include <cstdint>
#include <string_view>

#include "kb/search/article_matches.h"
#include "kb/search/asked_words.h"

namespace kb {

struct LineReading {
    float coverage = 0;  // of the query by the line, weighted by rarity
    float share = 0;     // of the line that the query speaks of, by length of words: long ones tell most
    float asking = 0;    // of the words that say how is asked

    // Both say the same: the harmonic mean of coverage and share (Dice). 1 when each has the words of the other.
    float sameness() const { return coverage + share > 0 ? 2 * coverage * share / (coverage + share) : 0; }
};

LineReading read_line(const AskedWords& asked, const ArticleMatches& matches, std::string_view encoded_words, std::size_t size);

}  // namespace kb
