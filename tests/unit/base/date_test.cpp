#include <catch2/catch.hpp>

#include "kb/base/date.h"

namespace kb {

TEST_CASE("a day is read in one form only") {
    REQUIRE(parse_date("2026-05-31"));
    CHECK(to_string(*parse_date("2026-05-31")) == "2026-05-31");
    CHECK(parse_date("2024-02-29"));
    for (const char* wrong : {"2026-02-29", "2026-13-01", "2026-00-10", "2026-05-32", "31.05.2026", "2026-5-31",
                              "2026-05-31 ", "2026/05/31", "-026-05-31", "2026--5-31", "2026-05-3x", ""})
        CHECK_FALSE(parse_date(wrong));
}

TEST_CASE("a time is written in UTC") {
    CHECK(to_iso_time(0) == "1970-01-01T00:00:00Z");
    CHECK(to_iso_time(1'780'000'000) == "2026-05-28T20:26:40Z");
    CHECK(to_iso_time(951'782'399) == "2000-02-28T23:59:59Z");
    CHECK(to_iso_time(-1) == "1969-12-31T23:59:59Z");
}

TEST_CASE("a length of time is a count and a unit") {
    using std::chrono::days;
    CHECK(parse_interval("6 months") == days(180));
    CHECK(parse_interval("1 month") == days(30));
    CHECK(parse_interval("1 year") == days(365));
    CHECK(parse_interval("2 weeks") == days(14));
    CHECK(parse_interval("90 days") == days(90));
    for (const char* wrong : {"", "6", "months", "0 days", "-1 days", "6  months", "six months", "6 fortnights", "6 s",
                              "1001 days", "99999999999999 days", "6 months "})
        CHECK_FALSE(parse_interval(wrong));
}

}  // namespace kb
