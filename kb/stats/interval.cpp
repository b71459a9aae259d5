#include "kb/stats/interval.h"

#include <algorithm>
#include <cmath>

namespace kb {

namespace {

// Quantiles of the normal distribution.
constexpr double z_975 = 1.959963984540054, z_80 = 0.8416212335729143;

double square(double x) {
    return x * x;
}

}  // namespace

Interval wilson_interval(Count count) {
    const auto n = static_cast<double>(count.of);
    const double p = count.share();
    const double middle = 2 * n * p + square(z_975);
    const double reach = z_975 * std::sqrt(square(z_975) + 4 * n * p * (1 - p));
    const double scale = 2 * (n + square(z_975));
    // The ends that are exact must not be a rounding away from it.
    return {count.n == 0 ? 0.0 : (middle - reach) / scale, count.n == count.of ? 1.0 : (middle + reach) / scale};
}

Interval newcombe_interval(Count first, Count second) {
    const double p1 = first.share(), p2 = second.share();
    const Interval one = wilson_interval(first), two = wilson_interval(second);
    const double difference = p1 - p2;
    return {difference - std::hypot(p1 - one.low, two.high - p2), difference + std::hypot(one.high - p1, p2 - two.low)};
}

double difference_p_value(Count first, Count second) {
    const auto n1 = static_cast<double>(first.of), n2 = static_cast<double>(second.of);
    const double pooled = static_cast<double>(first.n + second.n) / (n1 + n2);
    const double variance = pooled * (1 - pooled) * (1 / n1 + 1 / n2);
    if (variance <= 0) return 1;
    const double z = (first.share() - second.share()) / std::sqrt(variance);
    return std::erfc(std::abs(z) / std::sqrt(2.0));
}

std::optional<std::int64_t> sample_of_first(double first, double second, double ratio) {
    if (first == second) return {};
    const double pooled = (first + ratio * second) / (1 + ratio);
    const double by_chance = z_975 * std::sqrt((1 + ratio) * pooled * (1 - pooled));
    const double by_difference = z_80 * std::sqrt(ratio * first * (1 - first) + second * (1 - second));
    return static_cast<std::int64_t>(std::ceil(square((by_chance + by_difference) / (first - second)) / ratio));
}

}  // namespace kb
