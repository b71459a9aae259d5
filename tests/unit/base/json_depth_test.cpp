#include "kb/base/json_depth.h"

#include <string>

#include <catch2/catch.hpp>

namespace kb {

TEST_CASE("The depth of JSON is that of its arrays and objects, whatever its strings say") {
    CHECK_FALSE(is_json_deeper("7", 0));
    CHECK_FALSE(is_json_deeper(R"({"a": [1, 2], "b": [3]})", 2));
    CHECK(is_json_deeper(R"({"a": [1, 2], "b": [3]})", 1));
    CHECK_FALSE(is_json_deeper(R"(["[[[[", "\"[[[[", "\\", "[["])", 1));
    CHECK(is_json_deeper(R"(["\\", [[]]])", 2));
}

TEST_CASE("What is no JSON is looked at to its end") {
    CHECK(is_json_deeper(std::string(100'000, '[')));
    CHECK_FALSE(is_json_deeper("]]]]{", 1));
    CHECK_FALSE(is_json_deeper("\"[[[[\\", 1));
}

}  // namespace kb
