// Accent colours that can be read.
#include <catch2/catch.hpp>

#include "server/page/color.h"
#include "server/page/static_file.h"

using namespace kb::server;

TEST_CASE("contrast is that of WCAG") {
    CHECK(contrast({0, 0, 0}, {255, 255, 255}) == Approx(21));
    CHECK(contrast({255, 255, 255}, {255, 255, 255}) == Approx(1));
    CHECK(contrast({0x77, 0x77, 0x77}, {255, 255, 255}) == Approx(4.48).epsilon(0.01));
}

TEST_CASE("a colour is only changed when it cannot be read") {
    const Color dark_green{0x0b, 0x6e, 0x4f}, white{255, 255, 255};
    CHECK(readable_on(dark_green, white, 4.5) == dark_green);
    for (const char* text : {"#ffe14d", "#ffffff", "#00ff00", "#ff69b4", "#808080", "#000000", "#1d5fbf"}) {
        INFO(text);
        const Color color = *parse_color(text);
        for (const Color background : {white, Color{0x12, 0x15, 0x1a}, Color{0xf6, 0xf7, 0xf8}})
            CHECK(contrast(readable_on(color, background, 4.5), background) >= 4.5);
    }
}

TEST_CASE("only six hexadecimal digits are a colour") {
    CHECK(parse_color("#0b6E4f") == Color{0x0b, 0x6e, 0x4f});
    for (const char* bad : {"", "#fff", "0b6e4f0", "#0b6e4g", "#0b6e4f;", "red"}) CHECK_FALSE(parse_color(bad));
    CHECK(to_string(Color{11, 110, 79}) == "#0b6e4f");
}

TEST_CASE("a theme has its content in its name and holds nothing of a wrong colour") {
    CHECK(theme_style("#0b6e4f").name != theme_style("#1d5fbf").name);
    CHECK(theme_style("}body{").content == theme_style("").content);
    CHECK(style_file("site").content.size() > 1000);
}
