#include "server/language/numbers.h"

#include <cmath>

#include <fmt/format.h>

namespace kb::server {

namespace {

constexpr int percent_digits = 1;

std::string with_sign(bool is_negative, std::string digits) {
    return is_negative ? "−" + digits : digits;
}

}  // namespace

std::string Numbers::grouped(std::string digits) const {
    const std::string_view mark = texts_.get(lang_, "number.group");
    for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, mark);
    return digits;
}

std::string Numbers::whole(std::int64_t n) const {
    return with_sign(n < 0, grouped(std::to_string(n < 0 ? -n : n)));
}

std::string Numbers::decimal(double value, int digits) const {
    const std::string text = fmt::format("{:.{}f}", std::abs(value), digits);
    const std::size_t point = text.find('.');
    std::string result = grouped(text.substr(0, point));
    if (point != std::string::npos) result.append(texts_.get(lang_, "number.point")).append(text.substr(point + 1));
    // What is rounded to nothing has no sign.
    return with_sign(value < 0 && text.find_first_of("123456789") != std::string::npos, std::move(result));
}

std::string Numbers::percent(double share) const {
    return texts_.format(lang_, "number.percent", {{"n", decimal(share * 100, percent_digits)}});
}

std::string Numbers::range(Interval interval) const {
    return texts_.format(lang_, "number.percent", {{"n", fmt::format("{}–{}", decimal(interval.low * 100, percent_digits), decimal(interval.high * 100, percent_digits))}});
}

std::string Numbers::share(Count count) const {
    if (count.of <= 0) return {};
    return fmt::format("{} ({})", percent(count.share()), range(wilson_interval(count)));
}

}  // namespace kb::server
