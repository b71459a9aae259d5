#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "kb/article/image_size.h"

namespace kb {

namespace {

std::string big(std::uint32_t value, unsigned width) {
    std::string bytes;
    for (unsigned i = width; i-- > 0;) bytes += static_cast<char>(value >> 8 * i);
    return bytes;
}

std::string little(std::uint32_t value, unsigned width) {
    const std::string bytes = big(value, width);
    return {bytes.rbegin(), bytes.rend()};
}

std::string png(std::uint32_t width, std::uint32_t height) {
    return "\x89PNG\r\n\x1a\n" + big(13, 4) + "IHDR" + big(width, 4) + big(height, 4) + std::string("\x08\x06\0\0\0", 5) + "crc.";
}

std::string gif(std::string_view version, std::uint32_t width, std::uint32_t height) {
    return std::string(version) + little(width, 2) + little(height, 2) + std::string("\x80\0\0;", 4);
}

std::string segment(unsigned char marker, std::string_view content) {
    return "\xff" + big(marker, 1) + big(static_cast<std::uint32_t>(content.size()) + 2, 2) + std::string(content);
}

std::string frame(unsigned char marker, std::uint32_t width, std::uint32_t height) {
    return segment(marker, "\x08" + big(height, 2) + big(width, 2) + "\x03......");
}

std::string jpeg(std::string_view before, std::string_view frame) {
    return "\xff\xd8" + segment(0xe0, "JFIF.......") + std::string(before) + std::string(frame) + "\xff\xda...\xff\xd9";
}

// A segment with two entries, of which the second is the orientation.
std::string exif(bool is_big, std::uint32_t orientation) {
    const auto number = is_big ? big : little;
    const std::string tiff = (is_big ? "MM" : "II") + number(42, 2) + number(8, 4) + number(2, 2) +
                             number(0x010f, 2) + number(2, 2) + number(4, 4) + "abc." +
                             number(0x0112, 2) + number(3, 2) + number(1, 4) + number(orientation, 2) + number(0, 2) + number(0, 4);
    return segment(0xe1, std::string("Exif\0\0", 6) + tiff);
}

std::string webp(std::string_view kind, const std::string& chunk) {
    const auto size = static_cast<std::uint32_t>(chunk.size());
    return "RIFF" + little(size + 12, 4) + "WEBP" + std::string(kind) + little(size, 4) + chunk;
}

std::string vp8(std::uint32_t width, std::uint32_t height) {
    return webp("VP8 ", little(0x10, 3) + "\x9d\x01\x2a" + little(width, 2) + little(height, 2) + "pixels");
}

std::string vp8l(std::uint32_t width, std::uint32_t height) {
    return webp("VP8L", "\x2f" + little((width - 1) | (height - 1) << 14, 4) + "pixels");
}

std::string vp8x(std::uint32_t width, std::uint32_t height) {
    return webp("VP8X", little(0x10, 4) + little(width - 1, 3) + little(height - 1, 3));
}

std::string box(std::string_view type, const std::string& content) {
    return big(static_cast<std::uint32_t>(content.size()) + 8, 4) + std::string(type) + content;
}

std::string ispe(std::uint32_t width, std::uint32_t height) {
    return box("ispe", big(0, 4) + big(width, 4) + big(height, 4));
}

std::string avif(const std::string& properties, std::string_view brand = "avif") {
    const std::string item = box("hdlr", "pict") + box("iprp", box("ipco", properties) + box("ipma", "...."));
    return box("ftyp", std::string(brand) + big(0, 4) + "mif1miaf") + box("meta", big(0, 4) + item) + box("mdat", "pixels");
}

std::string svg(std::string_view attributes) {
    return fmt::format("<svg {}><path d=\"M0 0\"/></svg>", attributes);
}

std::optional<ImageSize> size(std::uint32_t width, std::uint32_t height) {
    return ImageSize{width, height};
}

const std::vector<std::string>& examples() {
    static const std::vector<std::string> all = {
        png(640, 480), gif("GIF89a", 640, 480), jpeg("", frame(0xc0, 640, 480)),
        jpeg(exif(true, 6), frame(0xc2, 480, 640)), jpeg(exif(false, 8), frame(0xc0, 480, 640)),
        vp8(640, 480), vp8l(640, 480), vp8x(640, 480), avif(ispe(640, 480)),
        avif(box("pixi", "....") + ispe(64, 48) + box("irot", "\x01") + ispe(480, 640)),
        "\xef\xbb\xbf<?xml version=\"1.0\"?>\n<!-- a > b -->\n<!DOCTYPE svg [<!ENTITY a \">]>\">]>\n" + svg("width=\"640\" height='480px'"),
        svg("xmlns='http://www.w3.org/2000/svg' viewBox=\"0 0 640 480\"")};
    return all;
}

}  // namespace

TEST_CASE("the size of a picture is read from its content") {
    for (const std::string& example : examples()) {
        INFO(example.substr(0, 16));
        CHECK(image_size(example) == size(640, 480));
    }
    CHECK(image_size(png(1, 100'000)) == size(1, 100'000));
    CHECK(image_size(gif("GIF87a", 1, 65'535)) == size(1, 65'535));
    CHECK(image_size(vp8l(16'384, 1)) == size(16'384, 1));
    CHECK(image_size(vp8(0x4000 | 20, 0xc000 | 10)) == size(20, 10));  // scaling is no part of it
    CHECK(image_size(vp8x(70'000, 2)) == size(70'000, 2));
    CHECK(image_size(avif(ispe(3, 2), "avis")) == size(3, 2));
}

TEST_CASE("every kind of JPEG frame has the size, and tables are not taken for one") {
    for (unsigned char marker = 0xc0; marker <= 0xcf; ++marker) {
        const bool is_frame = marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
        const auto found = image_size(jpeg("", frame(marker, 20, 10) + frame(0xc0, 8, 4)));
        CHECK(found == (is_frame ? size(20, 10) : size(8, 4)));
    }
    CHECK(image_size(jpeg("\xff\xff\xff\xd0\xff\x01", frame(0xc0, 20, 10))) == size(20, 10));  // filled up, and without content
    CHECK_FALSE(image_size(jpeg("\xff\xda", frame(0xc0, 20, 10))));
    CHECK_FALSE(image_size(jpeg(".", frame(0xc0, 20, 10))));
}

TEST_CASE("the orientation in Exif turns a JPEG when it says so") {
    for (std::uint32_t orientation = 0; orientation < 12; ++orientation) {
        const bool turns = orientation >= 5 && orientation <= 8;
        for (const bool is_big : {true, false})
            CHECK(image_size(jpeg(exif(is_big, orientation), frame(0xc0, 20, 10))) == (turns ? size(10, 20) : size(20, 10)));
    }
    // Of many entries that are not there, none is read.
    const std::string tiff = "MM" + big(42, 2) + big(8, 4) + big(65'535, 2);
    CHECK(image_size(jpeg(segment(0xe1, std::string("Exif\0\0", 6) + tiff), frame(0xc0, 20, 10))) == size(20, 10));
    const std::string away = "MM" + big(42, 2) + big(0xffffffff, 4);
    CHECK(image_size(jpeg(segment(0xe1, std::string("Exif\0\0", 6) + away), frame(0xc0, 20, 10))) == size(20, 10));
    CHECK(image_size(jpeg(segment(0xe1, "Exif"), frame(0xc0, 20, 10))) == size(20, 10));
}

TEST_CASE("the size of an AVIF is that of the whole, and a cut one has none") {
    CHECK(image_size(avif(ispe(20, 10) + ispe(8, 4) + box("irot", "\x02"))) == size(20, 10));
    CHECK(image_size(avif(ispe(20, 10) + box("irot", "\x03"))) == size(10, 20));
    CHECK_FALSE(image_size(avif(ispe(20, 10) + box("clap", std::string(32, '.')))));
    CHECK_FALSE(image_size(avif(ispe(20, 10), "heic")));
    CHECK_FALSE(image_size(avif("")));
    // A box with its length in 64 bits, and one that has none.
    const std::string head = box("ftyp", "avif" + big(0, 4)), rest = avif(ispe(20, 10)).substr(24);  // behind its own
    CHECK(image_size(head + big(1, 4) + "free" + big(0, 4) + big(20, 4) + "abcd" + rest) == size(20, 10));
    CHECK_FALSE(image_size(head + big(1, 4) + "free" + big(1, 4) + big(20, 4) + "abcd" + rest));
    CHECK_FALSE(image_size(head + big(0, 4) + "free" + rest));
    CHECK_FALSE(image_size(head + big(4, 4) + "free" + rest));
}

TEST_CASE("an SVG has the size of its root in pixels, else of its view box") {
    CHECK(image_size(svg("width=\"20\" height=\"10\"")) == size(20, 10));
    CHECK(image_size(svg("width = ' 19.5px '\n height\t=\n\"+1.04e1\" viewBox='0 0 1 1'")) == size(20, 10));
    CHECK(image_size(svg("width='100%' height='100%' viewBox='-5,-5, 20.4 10'")) == size(20, 10));
    CHECK(image_size(svg("width='20' viewBox='0 0 4 2'")) == size(20, 10));
    CHECK(image_size(svg("height='10' viewBox='0 0 4 2'")) == size(20, 10));
    CHECK(image_size(svg("width='1in' height='25.4mm'")) == size(96, 96));
    CHECK(image_size(svg("width='1em' height='12pt'")) == size(16, 16));
    CHECK(image_size("<svg width='20' height='10'/>") == size(20, 10));
    CHECK(image_size("<svg:svg width='20' height='10'></svg:svg>") == size(20, 10));
    CHECK(image_size(svg("data-x='<>' stroke-width='3' title=\"a 'b' width='7'\" width='20' height='10'")) == size(20, 10));
}

TEST_CASE("what stands before the root of an SVG is passed over") {
    const std::string root = svg("width='20' height='10'");
    for (const std::string_view before : {"\n\t ", "<!---->", "<!-- <svg width='1' height='1'> --> <!-- -->", "<?xml version='1.0'?><?style a=\">\"?>",
                                          "<!DOCTYPE svg>", "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/a>b\">",
                                          "<!DOCTYPE svg [ <!-- ' ] > --> <!ENTITY a ']>'> ]>"})
        CHECK(image_size(std::string(before) + root) == size(20, 10));
    for (const std::string_view before : {"text", "<html>", "<!DOCTYPE svg [", "<!-- ", "<?xml ", "<!DOCTYPE svg \"", "<!"})
        CHECK_FALSE(image_size(std::string(before) + root));
}

TEST_CASE("an SVG that says nothing of its size has none") {
    for (const std::string_view attributes : {"", "width='20'", "height='10'", "width='100%' height='100%'", "width='20vw' height='10'", "viewBox='0 0 20'",
                                              "viewBox='none'", "width='' height=''", "width=20 height=10", "width height='10'", "='20'",
                                              "width='auto' height='10'", "width='inf' height='nan'", "width='-20' height='10'", "width='0.2' height='10'",
                                              "width='1e300' height='10'", "width='1e999' height='10'", "viewBox='0 0 1e-300 1e300' width='5'",
                                              "viewBox='0 0 0 0' width='5'", "viewBox='0 0 0 0'", "WIDTH='20' HEIGHT='10'", "width='0x20' height='10'"}) {
        INFO(attributes);
        CHECK_FALSE(image_size(svg(attributes)));
    }
    CHECK_FALSE(image_size("<svgx width='20' height='10'>"));
    CHECK_FALSE(image_size("<svg"));
    CHECK_FALSE(image_size("<g><svg width='20' height='10'/></g>"));
}

TEST_CASE("sizes of zero and impossible ones are none") {
    for (const std::uint32_t side : {0u, 100'001u, 0x7fffffffu, 0xffffffffu}) {
        CHECK_FALSE(image_size(png(side, 10)));
        CHECK_FALSE(image_size(png(10, side)));
        CHECK_FALSE(image_size(avif(ispe(10, side))));
        CHECK_FALSE(image_size(svg(fmt::format("width='{}' height='10'", side))));
    }
    CHECK_FALSE(image_size(gif("GIF89a", 0, 10)));
    CHECK_FALSE(image_size(jpeg("", frame(0xc0, 10, 0))));
    CHECK_FALSE(image_size(vp8(0, 10)));
    CHECK_FALSE(image_size(vp8x(100'001, 10)));
}

TEST_CASE("a picture that is cut off has its size or none") {
    for (const std::string& example : examples()) {
        for (std::size_t length = 0; length < example.size(); ++length) {
            // A copy of its own, so that a reader of bytes behind its end is caught by the sanitizer.
            const std::vector<char> cut(example.begin(), example.begin() + static_cast<std::ptrdiff_t>(length));
            const auto found = image_size({cut.data(), cut.size()});
            if (found && found != size(640, 480)) FAIL(length << " bytes of " << example.substr(0, 16));
        }
    }
}

TEST_CASE("any bytes are read to an end") {
    std::mt19937 random(7);
    for (int round = 0; round < 20'000; ++round) {
        std::string bytes = examples()[random() % examples().size()];
        for (unsigned changes = random() % 8 + 1; changes > 0; --changes) bytes[random() % bytes.size()] = static_cast<char>(random());
        const std::vector<char> copy(bytes.begin(), bytes.end());
        const auto found = image_size({copy.data(), copy.size()});
        if (found && (found->width == 0 || found->height == 0 || found->width > 100'000 || found->height > 100'000)) FAIL(bytes);
    }
    for (const std::string_view other : {"", "%PDF-1.7", "text", "<html></html>", "\xff\xd8", "BM......", "PK\x03\x04"}) CHECK_FALSE(image_size(other));
}

}  // namespace kb
