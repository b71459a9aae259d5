#include "bench/weight_fit.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace kb::tuning {

namespace {

constexpr std::size_t ranks = 10;

double discount(std::size_t rank) {
    static const auto table = [] {
        std::array<double, ranks> values{};
        for (std::size_t i = 0; i < ranks; ++i) values[i] = 1 / std::log2(static_cast<double>(i) + 2);
        return values;
    }();
    return rank < ranks ? table[rank] : 0;
}

using Scores = std::vector<float>;

double ndcg(const JudgedQuery& query, const Scores& scores) {
    double sum = 0;
    for (std::size_t i = 0; i < query.relevant.size(); ++i) {
        const std::uint32_t place = query.relevant[i];
        const float own = scores[place];
        std::size_t better = 0;
        for (std::size_t j = 0; j < place; ++j) better += scores[j] >= own;
        for (std::size_t j = place + 1; j < scores.size(); ++j) better += scores[j] > own;
        sum += query.gains[i] * discount(better);
    }
    return query.ideal > 0 ? sum / query.ideal : 0;
}

Scores scores_of(const JudgedQuery& query, const Weights& weights) {
    Scores scores(query.candidates());
    for (std::size_t s = 0; s < signal_count; ++s) {
        if (weights[s] == 0) continue;
        const auto weight = static_cast<float>(weights[s]);
        for (std::size_t i = 0; i < scores.size(); ++i) scores[i] += weight * query.signals[s][i];
    }
    return scores;
}

// The sets with the scores that a place in the space of weights gives, so that a step costs one signal only.
class Ascent {
public:
    Ascent(const std::vector<const JudgedSet*>& sets, const FitOptions& options) : sets_(sets), options_(options), random_(options.seed) {}

    double climb(Weights& weights) {
        move_to(weights);
        double best = value(0, 0) - cost(weights);
        for (int round = 0; round < 40; ++round) {
            const double before = best;
            std::vector<std::size_t> order(signal_count);
            std::iota(order.begin(), order.end(), 0u);
            std::shuffle(order.begin(), order.end(), random_);
            for (const std::size_t signal : order) {
                if (options_.free[signal]) improve(weights, signal, best);
            }
            move_to(weights);
            if (best - before < 2e-5) break;
        }
        return best;
    }

private:
    void move_to(const Weights& weights) {
        scores_.clear();
        for (const JudgedSet* set : sets_) {
            for (const JudgedQuery& query : set->queries) scores_.push_back(scores_of(query, weights));
        }
    }

    double cost(const Weights& weights) const {
        double sum = 0;
        for (std::size_t s = 0; s < signal_count; ++s) sum += options_.free[s] && weights[s] > 0 ? options_.price : 0;
        return sum;
    }

    // Mean nDCG after a change of one weight.
    double value(std::size_t signal, double change) {
        const auto step = static_cast<float>(change);
        std::size_t at = 0;
        double sum = 0;
        for (const JudgedSet* set : sets_) {
            double of_set = 0;
            for (const JudgedQuery& query : set->queries) {
                const Scores& now = scores_[at++];
                if (query.relevant.empty()) continue;
                stepped_.resize(now.size());
                for (std::size_t i = 0; i < now.size(); ++i) stepped_[i] = now[i] + step * query.signals[signal][i];
                of_set += ndcg(query, stepped_);
            }
            sum += of_set / static_cast<double>(std::max<std::size_t>(set->queries.size(), 1));
        }
        return sum / static_cast<double>(sets_.size());
    }

    void improve(Weights& weights, std::size_t signal, double& best) {
        const double now = weights[signal];
        std::vector<double> tried;
        if (now == 0) tried = {0.02, 0.06, 0.15, 0.4};
        else for (const double factor : {0.0, 0.6, 0.8, 0.93, 1.07, 1.25, 1.6}) tried.push_back(now * factor);
        double chosen = now;
        for (const double weight : tried) {
            Weights other = weights;
            other[signal] = weight;
            const double reached = value(signal, weight - now) - cost(other);
            if (reached <= best + 1e-6) continue;
            best = reached;
            chosen = weight;
        }
        if (chosen == now) return;
        weights[signal] = chosen;
        std::size_t at = 0;
        for (const JudgedSet* set : sets_) {
            for (const JudgedQuery& query : set->queries) {
                Scores& scores = scores_[at++];
                for (std::size_t i = 0; i < scores.size(); ++i) scores[i] += static_cast<float>(chosen - now) * query.signals[signal][i];
            }
        }
    }

    const std::vector<const JudgedSet*>& sets_;
    const FitOptions& options_;
    std::mt19937 random_;
    std::vector<Scores> scores_;
    Scores stepped_;
};

}  // namespace

double ndcg(const JudgedSet& set, const Weights& weights) {
    double sum = 0;
    for (const JudgedQuery& query : set.queries) sum += ndcg(query, scores_of(query, weights));
    return sum / static_cast<double>(std::max<std::size_t>(set.queries.size(), 1));
}

Weights fit(const std::vector<const JudgedSet*>& sets, Weights from, const FitOptions& options) {
    Ascent ascent(sets, options);
    std::mt19937 random(options.seed);
    Weights best = from;
    double reached = ascent.climb(best);
    for (unsigned i = 0; i < options.restarts; ++i) {
        Weights other = from;
        for (std::size_t s = 0; s < signal_count; ++s) {
            if (options.free[s]) other[s] = std::uniform_real_distribution<double>(0, 0.5)(random);
        }
        const double value = ascent.climb(other);
        if (value <= reached) continue;
        reached = value;
        best = other;
    }
    return best;
}

}  // namespace kb::tuning
