// The intervals of kb/stats/interval.h once more, from their publications and by other ways, so that each can be held against the other.
// Nothing here may use that file: a mistake there would be made here, too.
#pragma once

#include <cmath>
#include <cstdint>
#include <utility>

namespace kb::published {

// Twice as likely to be passed, either way, as 5 %: by halving, from the distribution itself.
inline double normal_quantile_975() {
    double low = 0, high = 10;
    while (low + (high - low) / 2 > low && low + (high - low) / 2 < high) {
        const double middle = low + (high - low) / 2;
        (std::erfc(middle / std::sqrt(2.0)) > 0.05 ? low : high) = middle;
    }
    return low;
}

// Wilson 1927, "Probable inference, the law of succession, and statistical inference", Journal of the American Statistical
// Association 22:209: the shares p that lie no further from the observed one than z times the deviation that p itself has,
// (x/n - p)² ≤ z² p (1 - p) / n.
inline bool wilson_holds(std::int64_t x, std::int64_t n, double p) {
    static const double z = normal_quantile_975();
    const auto of = static_cast<double>(n);
    const double off = static_cast<double>(x) / of - p;
    return off * off <= z * z * p * (1 - p) / of;
}

// Where that begins and ceases to hold: looked for by halving, below and above the observed share.
inline std::pair<double, double> wilson_limits(std::int64_t x, std::int64_t n) {
    const double observed = static_cast<double>(x) / static_cast<double>(n);
    const auto border = [&](double outside) {
        double inside = observed;
        if (wilson_holds(x, n, outside)) return outside;
        for (int step = 0; step < 100; ++step) {
            const double middle = (inside + outside) / 2;
            (wilson_holds(x, n, middle) ? inside : outside) = middle;
        }
        return inside;
    };
    return {border(0), border(1)};
}

// Newcombe 1998, "Interval estimation for the difference between independent proportions: comparison of eleven methods", Statistics in
// Medicine 17:873, method 10: d - √((p1 - l1)² + (u2 - p2)²) to d + √((u1 - p1)² + (p2 - l2)²), where l and u are Wilson's limits.
inline std::pair<double, double> newcombe_limits(double p1, std::pair<double, double> wilson1, double p2, std::pair<double, double> wilson2) {
    const auto [l1, u1] = wilson1;
    const auto [l2, u2] = wilson2;
    const double below = (p1 - l1) * (p1 - l1) + (u2 - p2) * (u2 - p2);
    const double above = (u1 - p1) * (u1 - p1) + (p2 - l2) * (p2 - l2);
    return {p1 - p2 - std::sqrt(below), p1 - p2 + std::sqrt(above)};
}

// How likely `x` of `n` are when each has the probability p.
inline double binomial_probability(std::int64_t x, std::int64_t n, double p) {
    const auto of = static_cast<double>(n), hits = static_cast<double>(x);
    return std::exp(std::lgamma(of + 1) - std::lgamma(hits + 1) - std::lgamma(of - hits + 1) + hits * std::log(p) + (of - hits) * std::log1p(-p));
}

}  // namespace kb::published
