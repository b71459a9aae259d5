#include <catch2/catch.hpp>

#include "kb/article/pins.h"

namespace kb {

TEST_CASE("pins are read in their order") {
    const auto result = parse_pins("# first\nru\tвернуть деньги\trefund\nru\tвернуть деньги\tcharged-twice\n", "pins.tsv");
    CHECK(result.problems.empty());
    CHECK(result.pins == std::vector<Pin>{{"ru", "вернуть деньги", "refund"}, {"ru", "вернуть деньги", "charged-twice"}});
    CHECK(result.lines == std::vector<int>{2, 3});
}

TEST_CASE("lines of pins.tsv that say something else are reported with their place") {
    const auto result = parse_pins("ru\tquery\nru\t \tslug\nru\tok\tslug\textra\n", "pins.tsv");
    CHECK(result.pins.empty());
    REQUIRE(result.problems.size() == 3);
    for (int i = 0; i < 3; ++i) CHECK(result.problems[static_cast<std::size_t>(i)].at == Location{"pins.tsv", i + 1, 1});
    CHECK(result.problems[0].what == "2 fields instead of 3");
}

}  // namespace kb
