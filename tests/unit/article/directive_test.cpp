#include <catch2/catch.hpp>

#include "kb/article/directive.h"

namespace kb {

TEST_CASE("an image directive becomes a Markdown image") {
    CHECK(translate_directives(R"(See :::image type="content" source="media\a b.png" alt-text="The [main] page":::, then go on.)") ==
          "See ![The main page](<media/a b.png>), then go on.");
}

TEST_CASE("an image directive without alternative text is decoration and goes") {
    CHECK(translate_directives(R"(select :::image type="icon" source="gear.png"::: at the top)") == "select  at the top");
}

TEST_CASE("lines that lay out a page go") {
    CHECK(translate_directives(":::row:::").empty());
    CHECK(translate_directives("    :::column span=\"2\":::").empty());
    CHECK(translate_directives(":::column-end:::").empty());
}

TEST_CASE("other text with colons stays as it is") {
    for (const char* line : {"::: my own fence", "a ::: b", ":::image that never ends", "std::vector"})
        CHECK(translate_directives(line) == line);
}

}  // namespace kb
