// One Markdown page of another documentation system as an article: its front matter, its own call-outs and its links.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kb/import/imported_page.h"
#include "kb/import/link_map.h"
#include "kb/import/template_tags.h"

namespace kb {

// Never fails as a call: a page that could not be read has a problem of Severity::error.
ImportedPage read_markdown_page(std::string_view bytes, const LinkMap& links, LinkPlace place);

// What another system writes between the lines of Markdown, as Markdown and HTML: ":::note", "!!! note", "{% hint %}".
struct PlainMarkdown {
    std::string text;
    std::vector<int> lines;  // the line of the page that each line came from, from 1
    std::vector<LostTag> lost;
};
PlainMarkdown translate_markdown(std::string_view text, int first_line);

}  // namespace kb
