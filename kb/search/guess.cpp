#include "kb/search/guess.h"

#include <algorithm>
#include <cmath>

namespace kb {

double score_of_guess(std::size_t articles, double cost) {
    constexpr double slip_weight = 8;
    return std::log2(1.0 + static_cast<double>(articles)) - slip_weight * cost;
}

void sort_guesses(std::vector<Guess>& guesses) {
    std::sort(guesses.begin(), guesses.end(), [](const Guess& a, const Guess& b) {
        return a.score != b.score ? a.score > b.score : a.text < b.text;
    });
}

void keep_best_guesses(std::vector<Guess>& guesses) {
    sort_guesses(guesses);
    if (guesses.size() > most_guesses) guesses.resize(most_guesses);
}

}  // namespace kb
