#include "kb/article/markdown_tree.h"

#include <cmark-gfm-core-extensions.h>

namespace kb {

namespace {

constexpr int options = CMARK_OPT_FOOTNOTES;

cmark_parser* new_parser() {
    static const bool registered = (cmark_gfm_core_extensions_ensure_registered(), true);
    (void)registered;
    cmark_parser* parser = cmark_parser_new(options);
    for (const char* name : {"table", "strikethrough", "autolink", "tasklist"})
        cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name));
    return parser;
}

std::string taken(char* text) {
    std::string copy(text);
    cmark_get_default_mem_allocator()->free(text);
    return copy;
}

}  // namespace

MarkdownTree::MarkdownTree(std::string_view text) : parser_(new_parser()) {
    cmark_parser_feed(parser_.get(), text.data(), text.size());
    root_.reset(cmark_parser_finish(parser_.get()));
    if (root_) cmark_consolidate_text_nodes(root_.get());
}

std::string MarkdownTree::to_html() const {
    return taken(cmark_render_html(root(), options, cmark_parser_get_syntax_extensions(parser_.get())));
}

std::string MarkdownTree::to_raw_html() const {
    return taken(cmark_render_html(root(), options | CMARK_OPT_UNSAFE | CMARK_OPT_SOURCEPOS, cmark_parser_get_syntax_extensions(parser_.get())));
}

std::string MarkdownTree::to_markdown() const {
    constexpr int no_wrapping = 0;
    return taken(cmark_render_commonmark(root(), options, no_wrapping));
}

std::string MarkdownTree::to_plain_text() const {
    constexpr int no_wrapping = 0;
    return taken(cmark_render_plaintext(root(), options, no_wrapping));
}

bool is_extension(cmark_node* node, std::string_view name) {
    return cmark_node_get_type_string(node) == name;
}

bool is_line(cmark_node* node) {
    const cmark_node_type type = cmark_node_get_type(node);
    return type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING || type == CMARK_NODE_CODE_BLOCK ||
           type == CMARK_NODE_ITEM || type == CMARK_NODE_FOOTNOTE_DEFINITION || is_extension(node, "table_row") ||
           is_extension(node, "table_header");
}

std::string_view literal_of(cmark_node* node) {
    const char* literal = cmark_node_get_literal(node);
    return literal == nullptr ? std::string_view() : literal;
}

void append_text(std::string& text, cmark_node* node) {
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_CODE_BLOCK) text += literal_of(node);
    if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) text += ' ';
    if (!text.empty() && is_extension(node, "table_cell") && text.back() != '\n') text += " · ";
}

std::string plain_text(cmark_node* node) {
    std::string text;
    each_node(node, [&](cmark_node* inner) { append_text(text, inner); });
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.pop_back();
    const std::size_t begin = text.find_first_not_of(" \n");
    return begin == std::string::npos ? std::string() : text.substr(begin);
}

void remove(cmark_node* node) {
    cmark_node_unlink(node);
    cmark_node_free(node);
}

void unwrap(cmark_node* node) {
    while (cmark_node* child = cmark_node_first_child(node)) cmark_node_insert_before(node, child);
    remove(node);
}

cmark_node* wrap(cmark_node* node, const std::string& before, const std::string& after) {
    cmark_node* wrapper = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);
    cmark_node_set_on_enter(wrapper, before.c_str());
    cmark_node_set_on_exit(wrapper, after.c_str());
    cmark_node_insert_before(node, wrapper);
    cmark_node_append_child(wrapper, node);
    return wrapper;
}

}  // namespace kb
