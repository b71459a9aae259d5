// A Markdown document as the parser's tree, and what the library lacks to work on it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <cmark-gfm.h>

namespace kb {

struct MarkdownNodeFree {
    void operator()(cmark_node* node) const { cmark_node_free(node); }
};
struct MarkdownIteratorFree {
    void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};
using MarkdownNode = std::unique_ptr<cmark_node, MarkdownNodeFree>;
using MarkdownIterator = std::unique_ptr<cmark_iter, MarkdownIteratorFree>;

// GitHub's Markdown: with tables, struck-out text, bare addresses, tasks and footnotes.
class MarkdownTree {
public:
    // `root()` is nullptr for what the parser cannot hold.
    explicit MarkdownTree(std::string_view text);

    cmark_node* root() const { return root_.get(); }
    std::string to_html() const;
    // With the HTML that was written in it, and data-sourcepos="line:column-…" on its blocks. To be read, never to be shown.
    std::string to_raw_html() const;
    std::string to_markdown() const;
    // Lists with their marks, paragraphs with empty lines between them; of links the words alone.
    std::string to_plain_text() const;

private:
    struct ParserFree {
        void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
    };
    std::unique_ptr<cmark_parser, ParserFree> parser_;
    MarkdownNode root_;
};

// Calls see(node) when each node at and below `node` begins. The tree must not change meanwhile.
template <class See>
void each_node(cmark_node* node, See see) {
    const MarkdownIterator iterator(cmark_iter_new(node));
    for (cmark_event_type event; (event = cmark_iter_next(iterator.get())) != CMARK_EVENT_DONE;) {
        if (event == CMARK_EVENT_ENTER) see(cmark_iter_get_node(iterator.get()));
    }
}

// The node types of extensions have names only.
bool is_extension(cmark_node* node, std::string_view name);
// Whether a line of plain text ends with it.
bool is_line(cmark_node* node);

std::string_view literal_of(cmark_node* node);
// What a node adds to plain text when it begins.
void append_text(std::string& text, cmark_node* node);
std::string plain_text(cmark_node* node);

void remove(cmark_node* node);
// Removes a node and leaves its children in its place.
void unwrap(cmark_node* node);
// Puts `node` inside text of our own, which is written as it stands.
cmark_node* wrap(cmark_node* node, const std::string& before, const std::string& after);

}  // namespace kb
