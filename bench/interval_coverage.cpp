// Whether the intervals of kb/stats/interval.h hold the truth as often as they must. Simulated: samples are drawn, and the intervals of
// reports made of them. Exact: the probabilities of all samples whose interval holds the truth are summed, by the published formulas alone.
#include <cmath>
#include <random>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "bench/published_intervals.h"
#include "kb/stats/interval.h"

namespace {

using namespace kb;

constexpr std::int64_t sizes[] = {10, 20, 50, 100, 500, 1000, 5000};
constexpr double shares[] = {0.02, 0.05, 0.1, 0.2, 0.3, 0.5};

// With a right formula the largest of these 126 comparisons is beyond 3 for three seeds in ten, by chance. What counts is therefore
// the run with the seed given here, which was there before this bound and has not been looked for; it comes out the same every time.
constexpr double most_errors = 3;
constexpr std::uint64_t fixed_seed = 20'261'122;
constexpr int fixed_runs = 1'000'000;

struct Arm {
    std::int64_t of = 0;
    double p = 0;
};

class Comparison {
public:
    explicit Comparison(int runs) : runs_(runs) {}

    void add(const std::string& name, int held, double exact) {
        const double simulated = held / static_cast<double>(runs_);
        // Where chance cannot make a difference there must be none.
        const double error = std::sqrt(std::max(exact * (1 - exact), 0.0) / runs_);
        const double errors = error > 0 ? (simulated - exact) / error : (simulated == exact ? 0 : INFINITY);
        worst_ = std::max(worst_, std::abs(errors));
        ++count_;
        fmt::print("{:<40} simulated {:.5f}   exact {:.5f}   {:+.2f} standard errors\n", name, simulated, exact, errors);
    }
    double worst() const { return worst_; }
    int count() const { return count_; }

private:
    int runs_, count_ = 0;
    double worst_ = 0;
};

double exact_wilson(const Arm& arm) {
    double exact = 0;
    for (std::int64_t x = 0; x <= arm.of; ++x) exact += published::wilson_holds(x, arm.of, arm.p) ? published::binomial_probability(x, arm.of, arm.p) : 0;
    return exact;
}

struct Sample {
    double share = 0, probability = 0;
    std::pair<double, double> wilson;
};

// All that an arm can come to, but for what is too unlikely to be seen in the sum.
std::vector<Sample> samples(const Arm& arm) {
    constexpr double negligible = 1e-14;
    std::vector<Sample> all;
    for (std::int64_t x = 0; x <= arm.of; ++x) {
        const double probability = published::binomial_probability(x, arm.of, arm.p);
        if (probability > negligible) all.push_back({static_cast<double>(x) / static_cast<double>(arm.of), probability, published::wilson_limits(x, arm.of)});
    }
    return all;
}

double exact_newcombe(const Arm& first, const Arm& second) {
    const double truth = first.p - second.p;
    const std::vector<Sample> ones = samples(first), others = samples(second);
    double exact = 0;
    for (const Sample& one : ones) {
        for (const Sample& other : others) {
            const auto [low, high] = published::newcombe_limits(one.share, one.wilson, other.share, other.wilson);
            if (low <= truth && truth <= high) exact += one.probability * other.probability;
        }
    }
    return exact;
}

void compare_wilson(const Arm& arm, int runs, std::mt19937_64& random, Comparison& comparison) {
    std::binomial_distribution<std::int64_t> draw(arm.of, arm.p);
    int held = 0;
    for (int run = 0; run < runs; ++run) held += wilson_interval({draw(random), arm.of}).contains(arm.p) ? 1 : 0;
    comparison.add(fmt::format("Wilson    n {:>4}, p {:.2f}", arm.of, arm.p), held, exact_wilson(arm));
}

void compare_newcombe(const Arm& first, const Arm& second, int runs, std::mt19937_64& random, Comparison& comparison) {
    std::binomial_distribution<std::int64_t> draw_first(first.of, first.p), draw_second(second.of, second.p);
    int held = 0;
    for (int run = 0; run < runs; ++run) {
        const std::int64_t x = draw_first(random), y = draw_second(random);
        held += newcombe_interval({x, first.of}, {y, second.of}).contains(first.p - second.p) ? 1 : 0;
    }
    comparison.add(fmt::format("Newcombe  n {:>4}, p {:.2f}; n {:>4}, p {:.2f}", first.of, first.p, second.of, second.p), held, exact_newcombe(first, second));
}

}  // namespace

int main(int argc, char** argv) {
    int runs = fixed_runs;
    std::uint64_t seed = fixed_seed;
    CLI::App app("Compares how often intervals hold the truth in simulated data with how often they must.", "interval-coverage");
    app.add_option("--runs", runs, "Simulated samples of each kind")->check(CLI::Range(100, 100'000'000))->capture_default_str();
    app.add_option("--seed", seed, "Of the simulation")->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    std::mt19937_64 random(seed);
    Comparison comparison(runs);
    for (const std::int64_t of : sizes) {
        for (const double p : shares) compare_wilson({of, p}, runs, random, comparison);
    }
    // Groups alike and unlike in size, as a hold-out of a tenth makes them, with and without a difference.
    for (const std::int64_t of : sizes) {
        for (const double p : shares) {
            compare_newcombe({of, p}, {of, p}, runs, random, comparison);
            compare_newcombe({of, p}, {std::max<std::int64_t>(of / 10, 10), p / 2}, runs, random, comparison);
        }
    }
    const bool is_right = comparison.worst() <= most_errors;
    fmt::print("of {} comparisons the furthest apart: {:.2f} standard errors, {} {:g}\n", comparison.count(), comparison.worst(), is_right ? "within" : "beyond", most_errors);
    return is_right ? 0 : 1;
}
