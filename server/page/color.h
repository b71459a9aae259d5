// Colours that people can read on each other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kb::server {

struct Color {
    std::uint8_t red = 0, green = 0, blue = 0;
    bool operator==(const Color&) const = default;
};

// "#rrggbb".
std::optional<Color> parse_color(std::string_view text);
std::string to_string(Color color);

// From 1 to 21 (WCAG 2.2, "contrast ratio").
double contrast(Color a, Color b);

// `part` of `a`, the rest of `b`.
Color mix(Color a, Color b, double part);

// `color`, moved towards black or white only as far as needed for `ratio` against `background`.
Color readable_on(Color color, Color background, double ratio);

}  // namespace kb::server
