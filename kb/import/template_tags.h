// What generators fill in before they read Markdown: shortcodes of Hugo ("{{< note >}}", "{{% alert %}}"), tags and values of Liquid
// ("{% include x.html %}", "{{ site.url }}"; Jekyll, GitBook).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kb {

// What had no counterpart, by the line of the page.
struct LostTag {
    int line = 0;
    std::string what, hint;
    bool operator==(const LostTag&) const = default;
};

struct UntaggedMarkdown {
    std::string text;
    std::vector<int> lines;  // the line of the page that each line came from
    std::vector<LostTag> lost;
};

// The text between tags always stays. Tags of call-outs become boxes when both ends are there; pictures, films, titles and code
// become Markdown; references ("ref", "link", "post_url") become addresses that begin with "ref:". Other tags go and are told,
// values ("{{ x }}") stay as they are and are told. Nothing is read within code. `first_line` is that of the text in its page.
UntaggedMarkdown translate_tags(std::string_view text, int first_line);

}  // namespace kb
