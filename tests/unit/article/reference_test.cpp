#include <catch2/catch.hpp>

#include "kb/article/reference.h"
#include "kb/base/media_type.h"

namespace kb {

using Kind = DestinationKind;

TEST_CASE("a path is resolved against the folder of the file it stands in") {
    CHECK(resolve_path("b.md", "ru/pay/a.md") == "ru/pay/b.md");
    CHECK(resolve_path("./b.md", "ru/pay/a.md") == "ru/pay/b.md");
    CHECK(resolve_path("../b.md", "ru/pay/a.md") == "ru/b.md");
    CHECK(resolve_path("x//y/./z.md", "a.md") == "x/y/z.md");
    CHECK(resolve_path("/en/b.md", "ru/pay/a.md") == "en/b.md");
    CHECK(resolve_path("~/en/b.md", "ru/pay/a.md") == "en/b.md");
    CHECK(resolve_path("../../en/b.md", "ru/pay/a.md") == "en/b.md");
}

TEST_CASE("a path that leads out of the root is empty") {
    CHECK(resolve_path("../../../b.md", "ru/pay/a.md").empty());
    CHECK(resolve_path("../b.md", "a.md").empty());
    CHECK(resolve_path("/../b.md", "ru/a.md").empty());
    CHECK(resolve_path("x/../../../../etc/passwd", "ru/a.md").empty());
}

TEST_CASE("a destination is an article, a file, a page elsewhere or a place on this page") {
    const auto kind = [](std::string_view url) { return classify_destination(url, "ru/pay/a.md").kind; };
    CHECK(kind("b.md") == Kind::article);
    CHECK(kind("../visit/") == Kind::article);
    CHECK(kind("b.md?x=1#part") == Kind::article);
    CHECK(kind("img/a.PNG") == Kind::file);
    CHECK(kind("/media/a.pdf") == Kind::file);
    CHECK(kind("#part") == Kind::fragment);
    CHECK(kind("") == Kind::fragment);
    CHECK(kind("https://example.com/a.md") == Kind::external);
    CHECK(kind("HTTP://example.com") == Kind::external);
    CHECK(kind("mailto:a@example.com") == Kind::external);
    CHECK(kind("tel:+7800") == Kind::external);
    CHECK(kind("//example.com/x.png") == Kind::external);
    CHECK(kind("/ru/contact") == Kind::external);
    CHECK(kind("../../../b.md") == Kind::outside);
}

TEST_CASE("schemes that could run or fetch anything are unsafe, however they are written") {
    for (const char* url : {"javascript:alert(1)", "JavaScript:alert(1)", "data:text/html;base64,xxxx", "vbscript:x",
                            "file:///etc/passwd", "kb-link:0", "kb-file:0", "blob:x", "about:blank", "java\tscript:x",
                            " javascript:alert(1)", "\x01javascript:alert(1)"})
        CHECK(classify_destination(url, "a.md").kind == Kind::unsafe);
}

TEST_CASE("paths and fragments are percent-decoded, but never into zero bytes") {
    const Destination link = classify_destination("%D1%91%D0%B6.md#%D1%87%D0%B0%D1%81%D1%82%D1%8C", "ru/a.md");
    CHECK(link.kind == Kind::article);
    CHECK(link.path == "ru/ёж.md");
    CHECK(link.fragment == "часть");
    CHECK(classify_destination("%2e%2e/%2e%2e/x.md", "ru/a.md").kind == Kind::outside);
    CHECK(classify_destination("a%00b.md", "ru/a.md").path == "ru/a%00b.md");
    CHECK(classify_destination("a%zz%4.md", "ru/a.md").path == "ru/a%zz%4.md");
}

TEST_CASE("bytes that would not be UTF-8 stay encoded") {
    const Destination link = classify_destination("b%FF.md#%D1", "ru/a.md");
    CHECK(link.path == "ru/b%FF.md");
    CHECK(link.fragment == "%D1");
}

TEST_CASE("only pictures and downloads are served as files") {
    CHECK(media_type("a/b.svg") == "image/svg+xml");
    CHECK(media_type("A.JPEG") == "image/jpeg");
    CHECK(media_type("a.pdf") == "application/pdf");
    for (const char* path : {"a.html", "a.js", "a.md", "a", ".png", "a.png/b", "a.exe", ""}) CHECK(media_type(path).empty());
}

}  // namespace kb
