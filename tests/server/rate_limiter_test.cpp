// How often one address may ask, by a clock of the test's own.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "server/http/rate_limiter.h"

using namespace kb::server;
using namespace std::chrono_literals;

namespace {

const IpAddress one = *IpAddress::parse("192.0.2.1"), other = *IpAddress::parse("192.0.2.2");
const RateLimiter::Clock::time_point start{1h};

}  // namespace

TEST_CASE("a burst is let through, then as many as the rate allows") {
    RateLimiter limiter({.per_second = 10, .burst = 5});
    for (int i = 0; i < 5; ++i) CHECK_FALSE(limiter.refuse(one, start));
    const auto wait = limiter.refuse(one, start);
    REQUIRE(wait);
    CHECK(*wait == 100ms);
    CHECK(limiter.refuse(one, start + 99ms));
    CHECK_FALSE(limiter.refuse(one, start + 100ms));
    CHECK(limiter.refuse(one, start + 100ms));
}

TEST_CASE("asking what is left takes nothing") {
    RateLimiter limiter({.per_second = 1, .burst = 1});
    for (int i = 0; i < 5; ++i) CHECK_FALSE(limiter.time_left(one, start));
    CHECK_FALSE(limiter.refuse(one, start));
    CHECK(*limiter.time_left(one, start) == 1s);
    CHECK_FALSE(limiter.time_left(one, start + 1s));
    CHECK_FALSE(limiter.time_left(other, start));
}

TEST_CASE("one address does not use up what another has") {
    RateLimiter limiter({.per_second = 1, .burst = 1});
    CHECK_FALSE(limiter.refuse(one, start));
    CHECK(limiter.refuse(one, start));
    CHECK_FALSE(limiter.refuse(other, start));
}

TEST_CASE("who was refused has lost nothing, and who waits may burst again") {
    RateLimiter limiter({.per_second = 1, .burst = 3});
    for (int i = 0; i < 100; ++i) limiter.refuse(one, start);
    CHECK(*limiter.refuse(one, start) == 1s);
    for (int i = 0; i < 3; ++i) CHECK_FALSE(limiter.refuse(one, start + 3s));
    CHECK(limiter.refuse(one, start + 3s));
}

TEST_CASE("a flood from very many addresses is forgotten, not kept for ever") {
    RateLimiter limiter({.per_second = 1, .burst = 1});
    for (int i = 0; i < 300'000; ++i)
        limiter.refuse(*IpAddress::parse(fmt::format("10.{}.{}.{}", i >> 16, i >> 8 & 255, i & 255)), start + std::chrono::microseconds(i));
    CHECK_FALSE(limiter.refuse(other, start + 1s));
    CHECK(limiter.refuse(other, start + 1s));
}
