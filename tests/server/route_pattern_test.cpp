// Addresses and the routes that they belong to.
#include <catch2/catch.hpp>

#include "server/http/route_pattern.h"
#include "server/routes.h"

using namespace kb::server;

TEST_CASE("names in a pattern stand for segments") {
    const auto captures = match_route("/{lang}/articles/{slug}", "/ru/articles/refund");
    REQUIRE(captures);
    CHECK((*captures)[0] == std::pair<std::string_view, std::string>("lang", "ru"));
    CHECK((*captures)[1] == std::pair<std::string_view, std::string>("slug", "refund"));
    CHECK_FALSE(match_route("/{lang}/articles/{slug}", "/ru/articles/"));
    CHECK_FALSE(match_route("/{lang}/articles/{slug}", "/ru/articles/a/b"));
    CHECK_FALSE(match_route("/{lang}/articles/{slug}", "/ru/articles"));
    CHECK_FALSE(match_route("/{lang}/articles/{slug}", "//articles/a"));
}

TEST_CASE("a name with dots stands for the rest") {
    const auto captures = match_route("/{lang}/categories/{path...}", "/ru/categories/a/b/c");
    REQUIRE(captures);
    CHECK((*captures)[1].second == "a/b/c");
    CHECK_FALSE(match_route("/{lang}/categories/{path...}", "/ru/categories/"));
    CHECK_FALSE(match_route("/{lang}/categories/{path...}", "/ru/categories"));
    CHECK_FALSE(match_route("/{lang}/categories/{path...}", "/ru/categories/a/"));
}

TEST_CASE("a slash at the end belongs to the address") {
    CHECK(match_route("/", "/"));
    CHECK(match_route("/{lang}/", "/ru/"));
    CHECK_FALSE(match_route("/{lang}/", "/ru"));
    CHECK_FALSE(match_route("/healthz", "/healthz/"));
}

TEST_CASE("every route has help and exactly one answer") {
    for (const Route& route : routes()) {
        INFO(route.pattern);
        CHECK_FALSE(route.help.empty());
        CHECK((route.from_content == nullptr) != (route.from_state == nullptr));
        CHECK(routes_help().find(route.pattern) != std::string::npos);
    }
}
