// The blocks of an HTML page as Markdown: headings, paragraphs, lists, tables, code, quotations, call-outs, figures.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kb/import/html_tree.h"
#include "kb/import/inline_writer.h"
#include "kb/import/page_notes.h"

namespace kb {

class BlockWriter {
public:
    // `depth` counts the lists and quotations around it.
    BlockWriter(PageNotes& notes, int depth) : notes_(notes), line_(notes, LineKind::paragraph), depth_(depth) {}

    void add_children(const HtmlNode& node);
    // `node` is left out when it is reached: the heading that became the title.
    void leave_out(const HtmlNode* node) { left_out_ = node; }

    struct Block {
        enum class Kind { paragraph, bullets, numbers, code_line, other };
        Kind kind = Kind::other;
        std::string text;
    };
    std::vector<Block> take();
    static std::string text_of_blocks(const std::vector<Block>& blocks);

private:
    void add(const HtmlNode& node);
    void add_block(const HtmlNode& node);
    void add_heading(const HtmlNode& node);
    void add_list(const HtmlNode& node);
    void add_definitions(const HtmlNode& node);
    void add_quote(const HtmlNode& node, std::string_view kind);
    void add_code(const HtmlNode& node);
    void add_code_line(const HtmlNode& node);
    void add_figure(const HtmlNode& node);
    void add_details(const HtmlNode& node);
    void add_bold(const HtmlNode& node);
    void add_table(const HtmlNode& node);
    void flush();
    void push(Block::Kind kind, std::string text);
    std::vector<Block> inner_blocks(const HtmlNode& node, bool is_quote, bool is_callout);
    bool is_deep(const HtmlNode& node);

    PageNotes& notes_;
    InlineWriter line_;
    int depth_;
    const HtmlNode* left_out_ = nullptr;
    bool in_callout_ = false;
    bool in_quote_ = false;  // the parser knows no tasks there
    std::vector<Block> blocks_;
};

// The body of an article.
std::string write_markdown(const HtmlNode& node, PageNotes& notes, const HtmlNode* title);

}  // namespace kb
