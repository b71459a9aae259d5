// Style sheets and the icon: the fixed one, and those in the colours of the site.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kb::server {

// A file under /static/. Its name holds a hash of its content, so that browsers may keep it for ever.
struct StyleFile {
    std::string name;
    std::string_view content_type;
    std::string content;
};

StyleFile site_style();
// The accent colour, made readable on light and dark backgrounds. `accent` is "#rrggbb"; else ours is used.
StyleFile theme_style(std::string_view accent);
StyleFile site_icon(std::string_view accent);

}  // namespace kb::server
