#include <catch2/catch.hpp>

#include "kb/base/address.h"

namespace kb {

TEST_CASE("a former slug is looked up in its language, also when it is written as an address") {
    CHECK(alias_key("ru", "old") == "ru/old");
    CHECK(alias_key("ru", "/en/articles/old") == "en/old");
    CHECK(alias_key("ru", article_address("", "en", "old")) == alias_key("en", "old"));
}

TEST_CASE("other site paths stand for themselves") {
    for (const char* path : {"/", "/old.html", "/help/old", "/articles/old", "//articles/old", "/en/articles/", "/en/articles",
                             "/en/articles/a/b", "/help/en/articles/old", "/en/categories/pay"})
        CHECK(alias_key("ru", path) == path);
}

}  // namespace kb
