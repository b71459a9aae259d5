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
    CHECK(parse_interval("6 months") == CalendarInterval{0, 6, 0});
    CHECK(parse_interval("1 month") == CalendarInterval{0, 1, 0});
    CHECK(parse_interval("1 year") == CalendarInterval{1, 0, 0});
    CHECK(parse_interval("2 weeks") == CalendarInterval{0, 0, 14});
    CHECK(parse_interval("90 days") == CalendarInterval{0, 0, 90});
    for (const char* wrong : {"", "6", "months", "0 days", "-1 days", "6  months", "six months", "6 fortnights", "6 s",
                              "1001 days", "99999999999999 days", "6 months "})
        CHECK_FALSE(parse_interval(wrong));
}

TEST_CASE("months and years are those of the calendar, and end with a month that has no such day") {
    const auto after = [](const char* day, const char* interval) {
        return to_string(std::chrono::year_month_day(day_after(*parse_date(day), *parse_interval(interval))));
    };
    CHECK(after("2026-01-01", "6 months") == "2026-07-01");
    CHECK(after("2026-08-31", "6 months") == "2027-02-28");
    CHECK(after("2023-08-31", "6 months") == "2024-02-29");
    CHECK(after("2026-12-31", "2 months") == "2027-02-28");
    CHECK(after("2026-01-31", "1 month") == "2026-02-28");
    CHECK(after("2024-02-29", "1 year") == "2025-02-28");
    CHECK(after("2023-03-01", "1 year") == "2024-03-01");
    CHECK(after("2026-12-25", "2 weeks") == "2027-01-08");
    CHECK(after("2026-01-01", "1000 years") == "3026-01-01");
}

TEST_CASE("a window may be hours and minutes, too") {
    using namespace std::chrono_literals;
    CHECK(parse_duration("24 hours") == 24h);
    CHECK(parse_duration("1 hour") == 1h);
    CHECK(parse_duration("36h") == 36h);
    CHECK(parse_duration("12") == 12h);
    CHECK(parse_duration("90 minutes") == 90min);
    CHECK(parse_duration("90m") == 90min);
    CHECK(parse_duration("2d") == 48h);
    CHECK(parse_duration("2 days") == 48h);
    CHECK(parse_duration("2 months") == 60 * 24h);
    CHECK(parse_duration("1 year") == 365 * 24h);
    for (const char* wrong : {"", "h", "0h", "-1h", "1.5h", "24 h", "hours", "1001h"}) CHECK_FALSE(parse_duration(wrong));
}

TEST_CASE("a moment is read with its fraction and zone") {
    CHECK(parse_iso_milliseconds("1970-01-01T00:00:00Z") == 0);
    CHECK(parse_iso_milliseconds("2026-05-28T20:26:40Z") == 1'780'000'000'000);
    CHECK(parse_iso_milliseconds("2026-05-28T23:26:40.5+03:00") == 1'780'000'000'500);
    CHECK(parse_iso_milliseconds("2026-05-28T15:56:40.123456-0430") == 1'780'000'000'123);
    CHECK(parse_iso_milliseconds("2026-05-28 20:26Z") == 1'780'000'000'000 - 40'000);
    for (const char* wrong : {"", "2026-05-28", "2026-05-28T20:26:40", "2026-05-28T24:00:00Z", "2026-05-28T20:60:00Z", "2026-13-28T20:26:40Z",
                              "2026-05-28T20:26:40.Z", "2026-05-28T20:26:40Z ", "2026-05-28T20:26:40+25:00", "2026-05-28T2026Z"})
        CHECK_FALSE(parse_iso_milliseconds(wrong));
}

}  // namespace kb
