// Whether the intervals of kb/stats/interval.h hold the truth as often as their formulas say: by simulation, and exactly.
#include <cmath>
#include <random>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "kb/stats/interval.h"

namespace {

using namespace kb;

constexpr std::int64_t sizes[] = {10, 20, 50, 100, 500, 1000, 5000};
constexpr double shares[] = {0.02, 0.05, 0.1, 0.2, 0.3, 0.5};

struct Arm {
    std::int64_t of = 0;
    double p = 0;
};

// Of every outcome, how likely it is.
std::vector<double> likelihoods(const Arm& arm) {
    std::vector<double> all;
    const auto of = static_cast<double>(arm.of);
    for (std::int64_t n = 0; n <= arm.of; ++n) {
        const auto x = static_cast<double>(n);
        all.push_back(std::exp(std::lgamma(of + 1) - std::lgamma(x + 1) - std::lgamma(of - x + 1) + x * std::log(arm.p) + (of - x) * std::log1p(-arm.p)));
    }
    return all;
}

class Comparison {
public:
    explicit Comparison(int runs) : runs_(runs) {}

    void add(const std::string& name, int held, double exact) {
        const double simulated = held / static_cast<double>(runs_);
        // Where chance cannot make a difference there must be none.
        const double error = std::sqrt(exact * (1 - exact) / runs_);
        const double errors = error > 0 ? (simulated - exact) / error : (simulated == exact ? 0 : INFINITY);
        worst_ = std::max(worst_, std::abs(errors));
        fmt::print("{:<40} simulated {:.5f}   exact {:.5f}   {:+.2f} standard errors\n", name, simulated, exact, errors);
    }
    double worst() const { return worst_; }

private:
    int runs_;
    double worst_ = 0;
};

void compare_wilson(const Arm& arm, int runs, std::mt19937_64& random, Comparison& comparison) {
    std::vector<char> holds;
    for (std::int64_t n = 0; n <= arm.of; ++n) holds.push_back(wilson_interval({n, arm.of}).contains(arm.p) ? 1 : 0);
    const auto likely = likelihoods(arm);
    double exact = 0;
    for (std::size_t n = 0; n < holds.size(); ++n) exact += holds[n] != 0 ? likely[n] : 0;
    std::binomial_distribution<std::int64_t> draw(arm.of, arm.p);
    int held = 0;
    for (int run = 0; run < runs; ++run) held += wilson_interval({draw(random), arm.of}).contains(arm.p) ? 1 : 0;
    comparison.add(fmt::format("Wilson    n {:>4}, p {:.2f}", arm.of, arm.p), held, exact);
}

void compare_newcombe(const Arm& first, const Arm& second, int runs, std::mt19937_64& random, Comparison& comparison) {
    constexpr double negligible = 1e-12;
    const double truth = first.p - second.p;
    const auto one = likelihoods(first), two = likelihoods(second);
    const auto holds = [&](std::int64_t x, std::int64_t y) { return newcombe_interval({x, first.of}, {y, second.of}).contains(truth); };
    double exact = 0;
    for (std::int64_t x = 0; x <= first.of; ++x) {
        const double likely = one[static_cast<std::size_t>(x)];
        if (likely < negligible) continue;
        for (std::int64_t y = 0; y <= second.of; ++y) {
            const double both = likely * two[static_cast<std::size_t>(y)];
            if (both > negligible * negligible && holds(x, y)) exact += both;
        }
    }
    std::binomial_distribution<std::int64_t> draw_first(first.of, first.p), draw_second(second.of, second.p);
    int held = 0;
    for (int run = 0; run < runs; ++run) {
        const std::int64_t x = draw_first(random), y = draw_second(random);
        held += holds(x, y) ? 1 : 0;
    }
    comparison.add(fmt::format("Newcombe  n {:>4}, p {:.2f}; n {:>4}, p {:.2f}", first.of, first.p, second.of, second.p), held, exact);
}

}  // namespace

int main(int argc, char** argv) {
    int runs = 1'000'000;
    std::uint64_t seed = 20'261'122;
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
    // The largest of so many comparisons is above 3 about one time in four, though all be right; a wrong formula is off by far more.
    fmt::print("furthest apart: {:.2f} standard errors\n", comparison.worst());
    return comparison.worst() <= 4 ? 0 : 1;
}
