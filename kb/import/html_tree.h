// An HTML page as a tree of our own: what the parser of HTML5 makes of it, without what no article can use.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kb {

struct HtmlAttribute {
    std::string name, value;  // the name in lower case
};

struct HtmlNode {
    std::string tag;   // in lower case; empty for text
    std::string text;  // of text only
    std::vector<HtmlAttribute> attributes;
    std::vector<HtmlNode> children;
    int line = 0;      // where it begins, from 1

    bool is_text() const { return tag.empty(); }
    bool is(std::string_view name) const { return tag == name; }
    // Empty when it is not there.
    std::string_view attribute(std::string_view name) const;
    bool has(std::string_view name) const;
    // Whether `class` lists it.
    bool has_class(std::string_view name) const;
};

// The deepest nesting that is kept. What lies deeper is text of the element at that depth.
constexpr int max_html_depth = 200;

struct HtmlTree {
    HtmlNode root;              // <html>
    bool was_too_deep = false;
};

// `text` is UTF-8. Any bytes are a page. LIMITS of the parser behind it: crafted pages within a megabyte take seconds and
// gigabytes; whoever reads untrusted ones does so in a process of its own.
HtmlTree parse_html(std::string_view text);

// What a reader sees of it, without line breaks: the text of all that is shown, spaces as they stand in the page.
std::string text_of(const HtmlNode& node);

// Calls see(node) for the node and all below it, in the order of the page.
template <class See>
void each_html_node(const HtmlNode& node, const See& see) {
    see(node);
    for (const HtmlNode& child : node.children) each_html_node(child, see);
}

}  // namespace kb
