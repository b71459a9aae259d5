#include "kb/base/random.h"

#include <set>

#include <catch2/catch.hpp>

namespace kb {

TEST_CASE("random numbers stay below their end and reach everything there") {
    std::set<std::uint64_t> seen;
    for (int time = 0; time < 400; ++time) seen.insert(random_below(7));
    CHECK(seen == std::set<std::uint64_t>{0, 1, 2, 3, 4, 5, 6});
    CHECK(random_below(1) == 0);
}

TEST_CASE("a UUID says its version and is never the same") {
    const std::string uuid = random_uuid();
    REQUIRE(uuid.size() == 36);
    CHECK(uuid[14] == '4');
    CHECK(std::string("89ab").find(uuid[19]) != std::string::npos);
    CHECK(uuid != random_uuid());
    CHECK(random_bytes(32).size() == 32);
}

}  // namespace kb
