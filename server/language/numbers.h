// Numbers, shares and days as a language writes them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kb/stats/interval.h"
#include "server/language/texts.h"

namespace kb::server {

class Numbers {
public:
    Numbers(const Texts& texts, std::string_view lang) : texts_(texts), lang_(lang) {}

    std::string whole(std::int64_t n) const;                  // "12,345"
    std::string decimal(double value, int digits) const;      // "-3.20" → "−3.20"
    std::string percent(double share) const;                  // .345 → "34.5 %"
    std::string range(Interval interval) const;               // "31.2–37.9 %"
    // "34.5 % (31.2–37.9 %)", with Wilson's interval; empty when it is of nothing.
    std::string share(Count count) const;

private:
    std::string grouped(std::string digits) const;

    const Texts& texts_;
    std::string_view lang_;
};

}  // namespace kb::server
