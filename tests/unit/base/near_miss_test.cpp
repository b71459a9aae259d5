#include <array>

#include <catch2/catch.hpp>

#include "kb/base/near_miss.h"

namespace kb {

namespace {

constexpr std::array<std::string_view, 4> known = {"title", "tags", "visibility", "description"};

}  // namespace

TEST_CASE("an edit is an insertion, a deletion, a substitution or a swap of neighbours") {
    CHECK(edit_distance("", "") == 0);
    CHECK(edit_distance("", "abc") == 3);
    CHECK(edit_distance("title", "titel") == 1);
    CHECK(edit_distance("title", "titles") == 1);
    CHECK(edit_distance("title", "tile") == 1);
    CHECK(edit_distance("title", "tutle") == 1);
    CHECK(edit_distance("kitten", "sitting") == 3);
    CHECK(edit_distance("ca", "abc") == 3);  // of the optimal string alignment, not Damerau's 2
}

TEST_CASE("a short name may be one edit away") {
    CHECK(near_miss("tilte", known) == "title");
    CHECK(near_miss("tag", known) == "tags");
    CHECK(near_miss("Title", known) == "title");
    CHECK_FALSE(near_miss("titel2", known));
    CHECK_FALSE(near_miss("tgs2", known));
}

TEST_CASE("a name of seven letters or more may be two edits away") {
    CHECK(near_miss("visiblty", known) == "visibility");
    CHECK(near_miss("descripton", known) == "description");
    CHECK_FALSE(near_miss("vsbility2", known));
}

TEST_CASE("a known name is no miss, and of several the nearest is meant") {
    CHECK_FALSE(near_miss("title", known));
    constexpr std::array<std::string_view, 2> alike = {"languages", "language1"};
    CHECK(near_miss("language", alike) == "languages");
    constexpr std::array<std::string_view, 2> nearest_last = {"languages1", "languages"};
    CHECK(near_miss("language", nearest_last) == "languages");
}

TEST_CASE("names that nobody could have meant cost nothing") {
    CHECK_FALSE(near_miss("", known));
    CHECK_FALSE(near_miss(std::string(100'000, 'x'), known));
}

}  // namespace kb
