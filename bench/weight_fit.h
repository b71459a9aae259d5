// Weights of signals that order judged candidates best.
#pragma once

#include <array>
#include <vector>

#include "bench/tuning_data.h"

namespace kb::tuning {

using Weights = std::array<double, signal_count>;
using Chosen = std::array<bool, signal_count>;

// Mean nDCG@10 of the queries (see indexer/evaluation.h).
double ndcg(const JudgedSet& set, const Weights& weights);

struct FitOptions {
    Chosen free{};           // signals whose weights are looked for; the others stay as they are
    unsigned restarts = 2;   // from other places, besides the one given
    double price = 0.0003;   // of nDCG that a signal must bring to have a weight
    unsigned seed = 1;
};

// Coordinate ascent on the mean over the sets, each counting the same. Weights never fall below 0.
Weights fit(const std::vector<const JudgedSet*>& sets, Weights from, const FitOptions& options);

}  // namespace kb::tuning
