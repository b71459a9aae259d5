// A word that may have been meant.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace kb {

struct Guess {
    std::string text;           // one word, or several with spaces between
    double cost = 0;            // in slips, see kb/text/slips.h
    std::size_t articles = 0;   // that have it
    double score = 0;           // what decides: likely slips and common words before others
};

// The logarithm (base 2) of the articles, less the price of the slips: a word in twice as many articles may have cost an
// eighth of a slip more.
double score_of_guess(std::size_t articles, double cost);

constexpr std::size_t most_guesses = 4;
// The best first; equal ones by their letters.
void sort_guesses(std::vector<Guess>& guesses);
void keep_best_guesses(std::vector<Guess>& guesses);

}  // namespace kb
