#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "kb/article/addresses.h"

namespace kb {

using Lines = std::vector<std::string>;
using Files = std::vector<FileTarget>;

TEST_CASE("addresses take the place of references") {
    const Lines links = {"/ru/articles/b#\"x\"", ""};
    const Files files = {{"/files/1.png"}, {""}};
    CHECK(with_addresses("<p><a href=\"kb-link:0\" title=\"t\">b</a> <a href=\"kb-link:1\"><em>gone</em></a>.</p>", links, files) ==
          "<p><a href=\"/ru/articles/b#&quot;x&quot;\" title=\"t\">b</a> <em>gone</em>.</p>");
    CHECK(with_addresses("<img src=\"kb-file:0\" alt=\"a\" /><img src=\"kb-file:1\" alt=\"shot &lt;1&gt;\" />", links, files) ==
          "<img src=\"/files/1.png\" alt=\"a\" />shot &lt;1&gt;");
    CHECK(with_addresses("<a href=\"kb-file:0\">pdf</a><a href=\"kb-file:1\">pdf</a>", links, files) ==
          "<a href=\"/files/1.png\">pdf</a>pdf");
}

TEST_CASE("images of a known size have it in their tags, and links to them do not") {
    const Files files = {{"/files/1.png", ImageSize{640, 480}}, {"/files/2.svg"}};
    CHECK(with_addresses("<a href=\"kb-file:0\"><img src=\"kb-file:0\" alt=\"a\" /></a>", {}, files) ==
          "<a href=\"/files/1.png\"><img width=\"640\" height=\"480\" src=\"/files/1.png\" alt=\"a\" /></a>");
    CHECK(with_addresses("<img src=\"kb-file:1\" alt=\"\" />", {}, files) == "<img src=\"/files/2.svg\" alt=\"\" />");
}

TEST_CASE("all images but the first that is shown load when they come near") {
    const Files files = {{"", {}}, {"/files/1.png", ImageSize{640, 480}}, {"/files/2.svg"}};
    CHECK(with_addresses("<img src=\"kb-file:0\" alt=\"gone\" /><a href=\"kb-file:1\">b</a><img src=\"kb-file:2\" />"
                         "<img src=\"kb-file:1\" /><img src=\"kb-file:2\" />", {}, files) ==
          "gone<a href=\"/files/1.png\">b</a><img src=\"/files/2.svg\" />"
          "<img loading=\"lazy\" width=\"640\" height=\"480\" src=\"/files/1.png\" /><img loading=\"lazy\" src=\"/files/2.svg\" />");
}

TEST_CASE("a link without an address inside one with an address keeps the right end") {
    const Lines links = {"", "/x"};
    CHECK(with_addresses("<a href=\"kb-link:0\">a</a><a href=\"https://y\">y</a><a href=\"kb-link:1\">x</a>", links, {}) ==
          "a<a href=\"https://y\">y</a><a href=\"/x\">x</a>");
}

TEST_CASE("a number that stands for nothing is no address, and broken HTML ends the work") {
    for (const std::string_view html : {"<a href=\"kb-link:9\">x</a>", "<a href=\"kb-link:\">x</a>", "<a href=\"kb-link:0x\">x</a>",
                                        "<a href=\"kb-link:99999999999999999999999\">x</a>"})
        CHECK(with_addresses(html, Lines{"/a"}, {}) == "x");
    CHECK(with_addresses("<a href=\"kb-link:0", Lines{"/a"}, {}).find("kb-link") == std::string::npos);
    CHECK(with_addresses("plain <b>", {}, {}) == "plain <b>");
}

TEST_CASE("addresses take the place of references in Markdown") {
    const Lines links = {"/ru/articles/b#x(1)", ""};
    const Files files = {{"/files/1.png"}, {""}};
    const auto placed = [&](std::string_view text) { return with_addresses_in_markdown(text, links, files); };
    CHECK(placed("a [b](kb-link:0 \"t\") c") == "a [b](/ru/articles/b#x%281%29 \"t\") c");
    CHECK(placed("a [b *c* [d]](kb-link:1 \"t\") e") == "a b *c* [d] e");
    CHECK(placed("a [b \\] c](kb-link:1)") == "a b \\] c");
    CHECK(placed("![shot](kb-file:0) ![gone](kb-file:1) [pdf](kb-file:1).") == "![shot](/files/1.png) gone pdf.");
    // What only looks like a reference stays.
    for (const std::string_view text : {"a](kb-link:1)", "[a](kb-link:7)", "[a](kb-link:x)", "[a](kb-", "[a](kb-mail:0)"})
        CHECK(placed(text) == text);
}

}  // namespace kb
