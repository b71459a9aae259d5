#include "kb/check/prose.h"

#include <catch2/catch.hpp>

namespace kb {

namespace {

// With dots where something was blanked.
std::string prose_of(std::string_view source, std::size_t body = 0) {
    std::string text = read_prose(source, body).text;
    for (char& c : text) {
        if (c == Prose::filler) c = '.';
    }
    return text;
}

}  // namespace

TEST_CASE("code, addresses and HTML are no prose, and everything else keeps its place") {
    CHECK(prose_of("Run `it now` here") == "Run ........ here");
    CHECK(prose_of("See [the page](https://a.b/(c) \"t\") now") == "See [the page]..................... now");
    CHECK(prose_of("At https://example.com/x now") == "At ..................... now");
    CHECK(prose_of("A <b>bold</b> word") == "A ...bold.... word");
    CHECK(prose_of("A <!-- comment --> word") == "A ................ word");
    CHECK(prose_of("One\n```\ncode\n```\nTwo") == "One\n...\n....\n...\nTwo");
    CHECK(prose_of("- item\n  ```\n  code\n  ```\n- more") == "- item\n.....\n......\n.....\n- more");
    CHECK(prose_of("Para\n\n    code\n\nPara") == "Para\n\n........\n\nPara");
    CHECK(prose_of("- item\n\n    its text\n") == "- item\n\n    its text\n");
    CHECK(prose_of("[!INCLUDE[short](includes/a.md)] rest") == "................................ rest");
    CHECK(prose_of("> [!NOTE]\n> Text") == "> .......\n> Text");
    CHECK(prose_of("[a]: https://example.com") == "........................");
    CHECK(prose_of("## Heading {#name}") == "## Heading .......");
    CHECK(prose_of("a \\` b ` c") == "a \\` b ` c");
}

TEST_CASE("of the front matter title and description are prose") {
    const std::string text = "---\ntitle: One\nslug: two\n---\nBody";
    CHECK(prose_of(text, text.find("Body")) == "...\n...... One\n.........\n...\nBody");
}

TEST_CASE("each line is known for what it is a part of") {
    const auto lines = read_prose("# H\n\nText\nmore\n\n- item\n\n| a | b |\n|---|---|\n", 0).lines;
    using Line = Prose::Line;
    CHECK(lines == std::vector<Line>{Line::heading, Line::other, Line::paragraph, Line::paragraph, Line::other, Line::item, Line::other, Line::table, Line::table, Line::other});
}

TEST_CASE("text made to be slow is read all the same") {
    std::string ticks, brackets;
    for (int i = 1; i < 300; ++i) ticks += std::string(static_cast<std::size_t>(i), '`') + " ";
    for (int i = 0; i < 100'000; ++i) brackets += "](";
    CHECK(read_prose(ticks, 0).text.size() == ticks.size());
    CHECK(read_prose(brackets, 0).text.size() == brackets.size());
}

}  // namespace kb
