#include "kb/stats/interval.h"

#include <cmath>
#include <random>

#include <catch2/catch.hpp>

#include "bench/published_intervals.h"

namespace {

using namespace kb;

using published::binomial_probability;

constexpr int runs = 20'000;

double standard_error(double coverage) {
    return std::sqrt(coverage * (1 - coverage) / runs);
}

}  // namespace

TEST_CASE("Wilson's interval is that of Newcombe's tables") {
    const auto check = [](Count count, double low, double high) {
        const Interval interval = wilson_interval(count);
        INFO(count.n << " of " << count.of);
        CHECK(interval.low == Approx(low).margin(0.00005));
        CHECK(interval.high == Approx(high).margin(0.00005));
    };
    // Newcombe 1998 (17:857), table I.
    check({81, 263}, 0.2553, 0.3662);
    check({15, 148}, 0.0624, 0.1605);
    check({0, 20}, 0, 0.1611);
    check({1, 29}, 0.0061, 0.1718);
}

TEST_CASE("an interval stays between none and all") {
    for (const std::int64_t of : {1, 2, 10, 100'000}) {
        CHECK(wilson_interval({0, of}).low == 0);
        CHECK(wilson_interval({of, of}).high == 1);
        CHECK(wilson_interval({of, of}).low > 0);
    }
}

TEST_CASE("the interval of a difference is that of Newcombe's tables") {
    const auto check = [](Count first, Count second, double low, double high) {
        const Interval interval = newcombe_interval(first, second);
        INFO(first.n << " of " << first.of << ", " << second.n << " of " << second.of);
        CHECK(interval.low == Approx(low).margin(0.00005));
        CHECK(interval.high == Approx(high).margin(0.00005));
    };
    // Newcombe 1998 (17:873), table II, method 10.
    check({56, 70}, {48, 80}, 0.0524, 0.3339);
    check({9, 10}, {3, 10}, 0.1705, 0.8090);
    check({5, 56}, {0, 29}, -0.0381, 0.1926);
    check({10, 10}, {0, 10}, 0.6075, 1);
}

TEST_CASE("the interval of a difference turns round with its groups") {
    const Interval one = newcombe_interval({56, 70}, {48, 80}), other = newcombe_interval({48, 80}, {56, 70});
    CHECK(one.low == Approx(-other.high));
    CHECK(one.high == Approx(-other.low));
}

TEST_CASE("the p-value says how likely chance is") {
    // z = (0.8 - 0.6) / sqrt(52/75 × 23/75 × (1/70 + 1/80)) = 2.6501
    CHECK(difference_p_value({56, 70}, {48, 80}) == Approx(0.00805).margin(0.00005));
    CHECK(difference_p_value({48, 80}, {56, 70}) == Approx(difference_p_value({56, 70}, {48, 80})));
    CHECK(difference_p_value({5, 10}, {50, 100}) == Approx(1));
    CHECK(difference_p_value({0, 10}, {0, 10}) == 1);
    CHECK(difference_p_value({10, 10}, {20, 20}) == 1);
}

TEST_CASE("the sample still needed is that of the textbook") {
    CHECK(sample_of_first(0.5, 0.6) == 388);
    CHECK(sample_of_first(0.6, 0.5) == 388);
    CHECK(sample_of_first(0.1, 0.15) == 686);
    CHECK(sample_of_first(0, 1) == 2);
    CHECK_FALSE(sample_of_first(0.3, 0.3));
}

TEST_CASE("a small group beside a large one needs more than half of what two alike need") {
    // z = 1.95996 and 0.84162; shares pooled (0.5 + 9 × 0.55) / 10 = 0.545:
    // (1.95996 √(10 × 0.545 × 0.455) + 0.84162 √(9 × 0.5 × 0.5 + 0.55 × 0.45))² / (9 × 0.05²) = 866.9
    CHECK(sample_of_first(0.5, 0.55, 9) == 867);
    CHECK(sample_of_first(0.5, 0.55) == 1565);
    // The large one then has nine times as many; the other way round it is the first.
    CHECK(sample_of_first(0.55, 0.5, 1.0 / 9) == Approx(867 * 9).margin(9));
}

TEST_CASE("over simulated data Wilson's interval holds the truth as often as the published formula says") {
    std::mt19937_64 random(20'261'122);
    for (const std::int64_t of : {10, 100, 1000}) {
        for (const double p : {0.02, 0.2, 0.5}) {
            double exact = 0;
            for (std::int64_t n = 0; n <= of; ++n) exact += published::wilson_holds(n, of, p) ? binomial_probability(n, of, p) : 0;
            std::binomial_distribution<std::int64_t> draw(of, p);
            int held = 0;
            for (int run = 0; run < runs; ++run) held += wilson_interval({draw(random), of}).contains(p) ? 1 : 0;
            INFO("p " << p << " of " << of);
            CHECK(std::abs(held / double{runs} - exact) <= 3 * standard_error(exact));
            CHECK(exact > 0.9);
        }
    }
}

TEST_CASE("over simulated data Newcombe's interval holds the truth as often as the published formula says") {
    std::mt19937_64 random(20'261'122);
    for (const auto& [first, p1, second, p2] : {std::tuple{20, 0.3, 20, 0.1}, {50, 0.5, 20, 0.5}, {100, 0.05, 200, 0.02}}) {
        const auto holds = [&, n1 = first, n2 = second, truth = p1 - p2](std::int64_t x1, std::int64_t x2) {
            return newcombe_interval({x1, n1}, {x2, n2}).contains(truth);
        };
        const auto must_hold = [&, n1 = first, n2 = second, truth = p1 - p2](std::int64_t x1, std::int64_t x2) {
            const auto share = [](std::int64_t x, std::int64_t n) { return static_cast<double>(x) / static_cast<double>(n); };
            const auto [low, high] = published::newcombe_limits(share(x1, n1), published::wilson_limits(x1, n1), share(x2, n2), published::wilson_limits(x2, n2));
            return low <= truth && truth <= high;
        };
        double exact = 0;
        for (std::int64_t x1 = 0; x1 <= first; ++x1) {
            for (std::int64_t x2 = 0; x2 <= second; ++x2) exact += must_hold(x1, x2) ? binomial_probability(x1, first, p1) * binomial_probability(x2, second, p2) : 0;
        }
        std::binomial_distribution<std::int64_t> draw1(first, p1), draw2(second, p2);
        int held = 0;
        for (int run = 0; run < runs; ++run) {
            const std::int64_t x1 = draw1(random), x2 = draw2(random);
            held += holds(x1, x2) ? 1 : 0;
        }
        INFO(p1 << " of " << first << ", " << p2 << " of " << second);
        CHECK(std::abs(held / double{runs} - exact) <= 3 * standard_error(exact));
        CHECK(exact > 0.9);
    }
}
