// A line of an HTML page as Markdown: words, emphasis, code, links and images.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kb/import/html_tree.h"
#include "kb/import/page_notes.h"

namespace kb {

// What a line stands in: that decides how it breaks, and whether it may hold links.
enum class LineKind { paragraph, heading, table_cell };

class InlineWriter {
public:
    InlineWriter(PageNotes& notes, LineKind kind, bool in_link = false) : notes_(notes), kind_(kind), in_link_(in_link), spells_tasks_(kind == LineKind::table_cell) {}
    // Where Markdown has no tasks, boxes are characters.
    void spell_tasks() { spells_tasks_ = true; }

    void add(const HtmlNode& node);
    // The line, or lines with hard breaks between them; empty when there is nothing to see. Begins anew.
    std::string take();
    bool is_empty() const { return spans_.empty(); }

private:
    struct Style {
        bool strong = false, em = false, strike = false;
        bool operator==(const Style&) const = default;
        bool is_plain() const { return !strong && !em && !strike; }
    };
    enum class SpanKind { text, whole, line_break };  // whole: not to be cut at spaces
    struct Span {
        SpanKind kind;
        std::string raw;
        Style style;
    };

    void add(const HtmlNode& node, Style style);
    void add_children(const HtmlNode& node, Style style);
    void add_text(std::string_view text, Style style);
    void add_raw(std::string raw, Style style);
    void add_code(const HtmlNode& node, Style style);
    void add_code_lines(const HtmlNode& node, Style style);
    void add_image(const HtmlNode& node, Style style);
    void add_link(const HtmlNode& node, Style style);
    void add_raised(const HtmlNode& node, Style style);
    void add_embedded(const HtmlNode& node, Style style);
    void add_block(const HtmlNode& node, Style style);
    void break_line();

    std::vector<Span> joined();
    static void move_spaces_out(std::vector<Span>& spans);
    std::string written(const std::vector<Span>& spans) const;

    PageNotes& notes_;
    LineKind kind_;
    bool in_link_, spells_tasks_;
    std::vector<Span> spans_;
};

// Whether an element begins a block of its own.
bool is_block(const HtmlNode& node);
// Whether an element, or one within it, does.
bool holds_block(const HtmlNode& node);
// What no article shows: scripts, forms, menus.
bool is_left_out(const HtmlNode& node);
// Of siblings that are all hidden a script shows one: the one called default, else the last. Whether it is not this one.
bool is_hidden_alternative(const HtmlNode& parent, const HtmlNode& child);

// An address between parentheses.
std::string link_destination(std::string_view url);

}  // namespace kb
