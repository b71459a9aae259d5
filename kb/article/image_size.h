// How many pixels wide and high a picture is shown, by its bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace kb {

struct ImageSize {
    std::uint32_t width = 0, height = 0;

    bool operator==(const ImageSize&) const = default;
};

// PNG, GIF, JPEG, WebP, AVIF and SVG, told apart by content and not by name. Nothing for what is not understood, and for
// sizes of zero or above 100,000. The time taken grows with the bytes at most as their number.
std::optional<ImageSize> image_size(std::string_view bytes);

}  // namespace kb
