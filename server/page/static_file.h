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

StaticFile site_style();
StaticFile site_script();
// Of the contact form: sending it, and the answers beside it.
StaticFile form_script();
StaticFile answers_script();
// What visitors do; on article pages; on the page about that.
StaticFile events_script();
StaticFile article_script();
StaticFile privacy_script();
// Of the pages of reports; what draws their charts is Chart.js as its makers ship it, comments with its licence included.
StaticFile report_style();
StaticFile report_script();
StaticFile chart_library();
// The accent colour, made readable on light and dark backgrounds. `accent` is "#rrggbb"; else ours is used.
StaticFile theme_style(std::string_view accent);
StaticFile site_icon(std::string_view accent);

}  // namespace kb::server
