#include "server/page/color.h"

#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace kb::server {

namespace {

// WCAG 2.2, "relative luminance".
double luminance(Color color) {
    const auto linear = [](std::uint8_t channel) {
        const double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue);
}

}  // namespace

std::optional<Color> parse_color(std::string_view text) {
    if (text.size() != 7 || text[0] != '#') return {};
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), value, 16);
    if (error != std::errc() || end != text.data() + text.size()) return {};
    return Color{static_cast<std::uint8_t>(value >> 16), static_cast<std::uint8_t>(value >> 8),
                 static_cast<std::uint8_t>(value)};
}

std::string to_string(Color color) {
    return fmt::format("#{:02x}{:02x}{:02x}", color.red, color.green, color.blue);
}

double contrast(Color a, Color b) {
    const double one = luminance(a) + 0.05, other = luminance(b) + 0.05;
    return one > other ? one / other : other / one;
}

Color mix(Color a, Color b, double part) {
    const auto channel = [part](std::uint8_t x, std::uint8_t y) {
        return static_cast<std::uint8_t>(std::lround(x * part + y * (1 - part)));
    };
    return {channel(a.red, b.red), channel(a.green, b.green), channel(a.blue, b.blue)};
}

Color readable_on(Color color, Color background, double ratio) {
    const Color black{0, 0, 0}, white{255, 255, 255};
    const Color away = contrast(black, background) > contrast(white, background) ? black : white;
    for (int step = 0; step < 100; ++step) {
        const Color moved = mix(away, color, step / 100.0);
        if (contrast(moved, background) >= ratio) return moved;
    }
    return away;
}

}  // namespace kb::server
