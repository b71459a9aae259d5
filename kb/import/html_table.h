// A table of an HTML page: its cells in rows and columns, with what spans several laid out.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kb/import/html_tree.h"
#include "kb/import/page_notes.h"

namespace kb {

class HtmlTable {
public:
    explicit HtmlTable(const HtmlNode& table);

    const HtmlNode* caption() const { return caption_; }
    // Whether it only puts blocks side by side: a single cell, one marked so, or one without headers that holds headings or tables.
    bool is_layout() const;
    void each_cell(const std::function<void(const HtmlNode&)>& see) const;

    struct Place {
        const HtmlNode* cell = nullptr;  // nothing in the gaps
        bool is_first = false;           // of the places that the cell spans
        bool is_below = false;           // repeats the cell above it
    };
    using Row = std::vector<Place>;
    const std::vector<Row>& rows() const { return rows_; }
    std::size_t columns() const { return columns_; }
    bool has_header() const { return has_header_; }
    bool has_spans() const { return has_spans_; }
    bool is_too_large() const { return is_too_large_; }
    const HtmlNode& node() const { return table_; }

private:
    void collect_rows(const HtmlNode& node, bool in_head, int depth);
    void lay_out();

    const HtmlNode& table_;
    const HtmlNode* caption_ = nullptr;
    std::vector<const HtmlNode*> row_nodes_;
    std::vector<Row> rows_;
    std::size_t columns_ = 0;
    bool has_header_ = false, has_spans_ = false, is_too_large_ = false;
};

// As a table of Markdown; one that is too wide or too long as a line for each row.
std::string write_table(const HtmlTable& table, PageNotes& notes);

}  // namespace kb
