// How sure shares and their differences are.
#pragma once

#include <cstdint>
#include <optional>

namespace kb {

struct Interval {
    double low = 0, high = 0;
    bool contains(double value) const { return low <= value && value <= high; }
    bool operator==(const Interval&) const = default;
};

// `n` of `of`; n is at most of.
struct Count {
    std::int64_t n = 0, of = 0;
    double share() const { return static_cast<double>(n) / static_cast<double>(of); }
    bool operator==(const Count&) const = default;
};

// All of these are at 95 %, and of counts that are of something: `of` is above 0.

// The score interval of one share (Wilson 1927; method 3 of Newcombe 1998, "Two-sided confidence intervals for the single
// proportion", Statistics in Medicine 17:857).
Interval wilson_interval(Count count);

// Of the first share less the second, from the Wilson intervals of both (method 10 of Newcombe 1998, "Interval estimation for the
// difference between independent proportions", Statistics in Medicine 17:873).
Interval newcombe_interval(Count first, Count second);

// How likely shares at least so far apart, either way, are when nothing but chance sets them apart: the z-test with the pooled
// share. 1 when both are 0 or both are 1.
double difference_p_value(Count first, Count second);

// Of the first of two groups, of which the second is `ratio` times as large, so that a difference between these shares is found with a
// power of 80 % (Fleiss, Levin, Paik 2003, "Statistical Methods for Rates and Proportions", section 4.3 for unequal samples: without
// correction for continuity). Nothing for equal shares.
std::optional<std::int64_t> sample_of_first(double first, double second, double ratio = 1);

}  // namespace kb
