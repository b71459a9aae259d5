// How answers look: words, templates and style, made once when the server starts.
#pragma once

#include <vector>

#include "server/language/texts.h"
#include "server/page/static_file.h"
#include "server/page/templates.h"

namespace kb::server {

struct Presentation {
    static Result<Presentation> load() {
        auto texts = Texts::load();
        if (!texts) return fail(texts.error());
        auto templates = Templates::load(*texts);
        if (!templates) return fail(templates.error());
        return Presentation{std::move(*texts), std::move(*templates), style_file("site"),
                            script_file("site"), script_file("contact"), script_file("answers"), script_file("events"), script_file("article"),
                            script_file("privacy"), style_file("stats"), script_file("stats"), chart_library(), style_file("desk"),
                            {script_file("desk_answer"), script_file("desk"), script_file("desk_fill"), script_file("desk_templates"), script_file("desk_draft")}, script_file("desk_frame")};
    }

    Texts texts;
    Templates templates;
    StaticFile style, script;
    StaticFile form, answers;  // scripts of the contact form
    StaticFile events, article, privacy;  // what visitors do, on any page and on two kinds of them
    StaticFile stats_style, stats, charts;  // of the pages of reports
    StaticFile desk_style;
    std::vector<StaticFile> desk_scripts;  // in the order in which they run
    StaticFile desk_frame;  // runs after them where the desk is framed
};

}  // namespace kb::server
