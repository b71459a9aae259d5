// What pages load: the style sheets, the script and the icon; some of them in the colours of the site.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kb::server {

// A file under /static/. Its name holds a hash of its content, so that browsers may keep it for ever.
struct StaticFile {
    std::string name;
    std::string_view content_type;
    std::string content;
};

// static/STEM.css and static/STEM.js.
StaticFile style_file(std::string_view stem);
StaticFile script_file(std::string_view stem);
// What draws the charts of reports: Chart.js as its makers ship it, comments with its licence included.
StaticFile chart_library();
// The accent colour, made readable on light and dark backgrounds. `accent` is "#rrggbb"; else ours is used.
StaticFile theme_style(std::string_view accent);
StaticFile site_icon(std::string_view accent);

}  // namespace kb::server
