#include "kb/article/image_size.h"

#include <algorithm>

#include "kb/article/svg_size.h"

namespace kb {

namespace {

// Larger ones are slips, or meant to do harm.
constexpr std::uint32_t longest_side = 100'000;

bool stands_at(std::string_view bytes, std::size_t at, std::string_view what) {
    return at <= bytes.size() && bytes.substr(at).starts_with(what);
}

// The number of `width` bytes at `at`; 0 when they are not all there, and a side of zero is no size.
std::uint32_t big_endian(std::string_view bytes, std::size_t at, std::size_t width) {
    if (at > bytes.size() || bytes.size() - at < width) return 0;
    std::uint32_t value = 0;
    for (const char c : bytes.substr(at, width)) value = value << 8 | static_cast<unsigned char>(c);
    return value;
}

std::uint32_t little_endian(std::string_view bytes, std::size_t at, std::size_t width) {
    if (at > bytes.size() || bytes.size() - at < width) return 0;
    std::uint32_t value = 0;
    for (std::size_t i = width; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

ImageSize turned(ImageSize size) {
    return {size.height, size.width};
}

// PNG (Third Edition) 5.2 and 11.2.1: the signature, then the chunk IHDR, which begins with both sides.
std::optional<ImageSize> png_size(std::string_view bytes) {
    if (!bytes.starts_with("\x89PNG\r\n\x1a\n") || !stands_at(bytes, 12, "IHDR")) return {};
    return ImageSize{big_endian(bytes, 16, 4), big_endian(bytes, 20, 4)};
}

// GIF89a, 18: the logical screen, of which frames may be parts.
std::optional<ImageSize> gif_size(std::string_view bytes) {
    if (!bytes.starts_with("GIF87a") && !bytes.starts_with("GIF89a")) return {};
    return ImageSize{little_endian(bytes, 6, 2), little_endian(bytes, 8, 2)};
}

// Exif 2.32, 4.6.4 and TIFF 6.0, section 2: whether the tag Orientation lays the rows of the picture upright (5 to 8).
bool exif_turns(std::string_view tiff) {
    const bool is_big = tiff.starts_with(std::string_view("MM\0*", 4));
    if (!is_big && !tiff.starts_with(std::string_view("II*\0", 4))) return false;
    const auto number = is_big ? big_endian : little_endian;
    const std::size_t directory = number(tiff, 4, 4);
    const std::size_t count = std::min<std::size_t>(number(tiff, directory, 2), tiff.size() / 12);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t entry = directory + 2 + 12 * i;
        if (number(tiff, entry, 2) != 0x0112) continue;
        const std::uint32_t orientation = number(tiff, entry + 8, 2);
        return orientation >= 5 && orientation <= 8;
    }
    return false;
}

// What begins a frame: SOF0 to SOF15, among whose numbers DHT, JPG and DAC stand.
bool is_frame(std::uint32_t marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

// Without parameters: TEM, RST0 to RST7 and SOI.
bool is_lone(std::uint32_t marker) {
    return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

// ITU-T T.81, B.1 and B.2: segments, each a marker and its length, up to that of the frame. Exif comes before it.
std::optional<ImageSize> jpeg_size(std::string_view bytes) {
    constexpr std::string_view exif("Exif\0\0", 6);
    if (!bytes.starts_with("\xff\xd8")) return {};
    bool turns = false;
    for (std::size_t at = 2; stands_at(bytes, at, "\xff");) {
        const std::uint32_t marker = big_endian(bytes, at + 1, 1);
        if (is_frame(marker)) {
            const ImageSize size{big_endian(bytes, at + 7, 2), big_endian(bytes, at + 5, 2)};
            return turns ? turned(size) : size;
        }
        if (marker == 0xff || is_lone(marker)) {  // 0xff before a marker fills up
            at += marker == 0xff ? 1 : 2;
            continue;
        }
        const std::uint32_t length = big_endian(bytes, at + 2, 2);  // with its own two bytes
        if (length < 2 || marker == 0xd9 || marker == 0xda) return {};  // the end, or pixels without a frame
        const std::string_view segment = bytes.substr(std::min(at + 4, bytes.size()), length - 2);
        if (marker == 0xe1 && segment.starts_with(exif)) turns = exif_turns(segment.substr(exif.size()));
        at += 2 + length;
    }
    return {};
}

// RFC 6386, 9.1: both sides of a key frame, behind its tag and start code; 14 bits each, above them the scaling.
std::optional<ImageSize> vp8_size(std::string_view chunk) {
    if (!stands_at(chunk, 3, "\x9d\x01\x2a") || (chunk[0] & 1) != 0) return {};
    return ImageSize{little_endian(chunk, 6, 2) & 0x3fff, little_endian(chunk, 8, 2) & 0x3fff};
}

// RFC 9649, 3.4: behind the signature 14 bits for each side, less one.
std::optional<ImageSize> vp8l_size(std::string_view chunk) {
    if (!chunk.starts_with('\x2f') || chunk.size() < 5) return {};
    const std::uint32_t bits = little_endian(chunk, 1, 4);
    return ImageSize{(bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1};
}

// RFC 9649, 2.7: behind the flags the canvas, 24 bits for each side, less one.
std::optional<ImageSize> vp8x_size(std::string_view chunk) {
    if (chunk.size() < 10) return {};
    return ImageSize{little_endian(chunk, 4, 3) + 1, little_endian(chunk, 7, 3) + 1};
}

// RFC 9649, 2.3: a RIFF file whose first chunk tells the kind.
std::optional<ImageSize> webp_size(std::string_view bytes) {
    if (!bytes.starts_with("RIFF") || !stands_at(bytes, 8, "WEBP") || bytes.size() < 20) return {};
    const std::string_view kind = bytes.substr(12, 4), chunk = bytes.substr(20);
    if (kind == "VP8 ") return vp8_size(chunk);
    if (kind == "VP8L") return vp8l_size(chunk);
    if (kind == "VP8X") return vp8x_size(chunk);
    return {};
}

struct Box {
    std::string_view type, content;
};

// ISO/IEC 14496-12, 4.2: takes the box in front. Nothing when it is not whole; one without a length, up to the end of
// the file, holds pixels.
std::optional<Box> take_box(std::string_view& rest) {
    const std::uint32_t length = big_endian(rest, 0, 4);
    const bool is_long = length == 1 && big_endian(rest, 8, 4) == 0;  // the upper half of the 64 bits
    const std::size_t header = is_long ? 16 : 8, size = is_long ? big_endian(rest, 12, 4) : length;
    if (size < header || size > rest.size()) return {};
    const Box box{rest.substr(4, 4), rest.substr(header, size - header)};
    rest.remove_prefix(size);
    return box;
}

// The content of the first box of a type, less `skipped` bytes in front; empty when there is none.
std::string_view content_of(std::string_view boxes, std::string_view type, std::size_t skipped = 0) {
    while (const auto box = take_box(boxes)) {
        if (box->type == type) return box->content.substr(std::min(skipped, box->content.size()));
    }
    return {};
}

std::uint64_t pixels(ImageSize size) {
    return std::uint64_t{size.width} * size.height;
}

// ISO/IEC 23008-12, 6.5: `ispe` is the size of one of the items, `irot` a quarter turn, `clap` a cut, which is rare and
// not understood here. The largest item is the picture: the others are its tiles, its transparency and its miniature.
std::optional<ImageSize> size_among(std::string_view properties) {
    ImageSize largest;
    bool turns = false;
    while (const auto box = take_box(properties)) {
        if (box->type == "clap") return {};
        if (box->type == "irot") turns = big_endian(box->content, 0, 1) % 2 == 1;
        if (box->type != "ispe") continue;
        const ImageSize size{big_endian(box->content, 4, 4), big_endian(box->content, 8, 4)};
        if (pixels(size) > pixels(largest)) largest = size;
    }
    return turns ? turned(largest) : largest;
}

// AV1 Image File Format 1.1, 2 and 6: a file of boxes that names the brand; meta/iprp/ipco holds the properties.
std::optional<ImageSize> avif_size(std::string_view bytes) {
    if (!stands_at(bytes, 4, "ftyp")) return {};
    const std::string_view brands = content_of(bytes, "ftyp");
    if (brands.find("avif") == std::string_view::npos && brands.find("avis") == std::string_view::npos) return {};
    const std::string_view meta = content_of(bytes, "meta", 4);  // behind its version and flags
    return size_among(content_of(content_of(meta, "iprp"), "ipco"));
}

// SVG has no signature, so it comes last.
constexpr std::optional<ImageSize> (*readers[])(std::string_view bytes) = {png_size,  gif_size,  jpeg_size,
                                                                           webp_size, avif_size, svg_size};

bool is_possible(ImageSize size) {
    return size.width > 0 && size.height > 0 && size.width <= longest_side && size.height <= longest_side;
}

}  // namespace

std::optional<ImageSize> image_size(std::string_view bytes) {
    for (const auto reader : readers) {
        if (const auto size = reader(bytes)) return is_possible(*size) ? size : std::nullopt;
    }
    return {};
}

}  // namespace kb
