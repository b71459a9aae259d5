#include "server/page/static_file.h"

#include <fmt/format.h>

#include "kb/base/hash.h"
#include "server/embedded.h"
#include "server/page/color.h"

namespace kb::server {

namespace {

constexpr Color default_accent{0x1d, 0x5f, 0xbf};
// The backgrounds of static/site.css that accents must be read on, the worst one of each scheme.
constexpr Color light_surface{0xf6, 0xf7, 0xf8}, dark_surface{0x1c, 0x20, 0x26};
constexpr Color white{255, 255, 255}, near_black{0x12, 0x15, 0x1a};
// WCAG asks for 4.5; the rest is reserve for tinted backgrounds.
constexpr double text_contrast = 5.2;

StaticFile named(std::string_view stem, std::string_view ending, std::string_view type, std::string content) {
    std::string name = fmt::format("{}-{}.{}", stem, sha256_hex(content).substr(0, 12), ending);
    return {std::move(name), type, std::move(content)};
}

std::string scheme(Color accent, Color surface, Color background, Color on_accent) {
    const Color readable = readable_on(accent, surface, text_contrast);
    return fmt::format("--accent:{};--accent-strong:{};--accent-soft:{};--accent-line:{};--on-accent:{}",
                       to_string(readable), to_string(mix(readable, on_accent == white ? near_black : white, 0.85)),
                       to_string(mix(readable, background, 0.07)), to_string(mix(readable, background, 0.3)),
                       to_string(on_accent));
}

Color accent_or_ours(std::string_view accent) {
    return parse_color(accent).value_or(default_accent);
}

}  // namespace

StaticFile script_file(std::string_view stem) {
    return named(stem, "js", "text/javascript; charset=utf-8", std::string(embedded_file(fmt::format("static/{}.js", stem))));
}

StaticFile style_file(std::string_view stem) {
    return named(stem, "css", "text/css; charset=utf-8", std::string(embedded_file(fmt::format("static/{}.css", stem))));
}

StaticFile chart_library() {
    const std::string_view all = embedded_file("static/chart.js");
    // The map that its last line names is not here to be asked for.
    return named("chart", "js", "text/javascript; charset=utf-8", std::string(all.substr(0, all.rfind("//# sourceMappingURL="))));
}

StaticFile theme_style(std::string_view accent) {
    const Color color = accent_or_ours(accent);
    return named("theme", "css", "text/css; charset=utf-8",
                 fmt::format(":root{{{}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{}}}}}\n",
                             scheme(color, light_surface, white, white),
                             scheme(color, dark_surface, near_black, near_black)));
}

StaticFile site_icon(std::string_view accent) {
    constexpr std::string_view place = "{accent}";
    std::string drawing(embedded_file("static/icon.svg"));
    if (const std::size_t at = drawing.find(place); at != std::string::npos)
        drawing.replace(at, place.size(), to_string(readable_on(accent_or_ours(accent), white, text_contrast)));
    return named("icon", "svg", "image/svg+xml", std::move(drawing));
}

}  // namespace kb::server
