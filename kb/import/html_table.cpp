#include "kb/import/html_table.h"

#include <algorithm>

#include <fmt/format.h>

#include "kb/import/inline_writer.h"
#include "kb/import/markdown_text.h"

namespace kb {

namespace {

// Within what kb/article reads, for all the tables of a page that there may be.
constexpr std::size_t max_columns = 150;
constexpr std::size_t max_cells = 50'000;

bool is_cell(const HtmlNode& node) {
    return node.is("td") || node.is("th");
}

std::size_t span_of(const HtmlNode& cell, std::string_view name) {
    const std::string_view value = cell.attribute(name);
    if (value.empty() || value.size() > 5 || value.find_first_not_of("0123456789") != std::string_view::npos) return 1;
    return std::max(1, std::stoi(std::string(value)));
}

bool holds(const HtmlNode& node, std::string_view tag) {
    return std::any_of(node.children.begin(), node.children.end(), [&](const HtmlNode& child) { return child.is(tag) || holds(child, tag); });
}

bool is_rich(const HtmlNode& cell) {
    return holds(cell, "table") || holds(cell, "h1") || holds(cell, "h2") || holds(cell, "h3") || holds(cell, "pre");
}

// ":--", "--:" or ":-:".
std::string_view rule_of(const HtmlNode* cell) {
    if (cell == nullptr) return "---";
    std::string_view align = cell->attribute("align");
    const std::string_view style = cell->attribute("style");
    if (const std::size_t at = style.find("text-align:"); at != std::string_view::npos) align = trim_spaces(style.substr(at + 11).substr(0, style.substr(at + 11).find(';')));
    if (align == "right") return "--:";
    return align == "center" ? ":-:" : "---";
}

std::string cell_text(const HtmlTable::Place& place, PageNotes& notes) {
    if (place.cell == nullptr || (!place.is_first && !place.is_below)) return {};
    InlineWriter line(notes, LineKind::table_cell);
    if (place.is_first) notes.note_ids(*place.cell);
    for (const HtmlNode& child : place.cell->children) line.add(child);
    return line.take();
}

std::string row_text(const HtmlTable::Row& row, std::size_t columns, PageNotes& notes) {
    std::string text = "|";
    for (std::size_t column = 0; column < columns; ++column)
        text += fmt::format(" {} |", column < row.size() ? cell_text(row[column], notes) : "");
    return text;
}

std::string rows_as_lines(const HtmlTable& table, PageNotes& notes) {
    std::string text;
    table.each_cell([&](const HtmlNode& cell) {
        InlineWriter line(notes, LineKind::paragraph);
        for (const HtmlNode& child : cell.children) line.add(child);
        const std::string words = line.take();
        if (!words.empty()) text += (text.empty() ? "" : "\n\n") + words;
    });
    return text;
}

}  // namespace

HtmlTable::HtmlTable(const HtmlNode& table) : table_(table) {
    collect_rows(table, false, 0);
    lay_out();
}

void HtmlTable::collect_rows(const HtmlNode& node, bool in_head, int depth) {
    for (const HtmlNode& child : node.children) {
        if (child.is("caption") && caption_ == nullptr) caption_ = &child;
        if (child.is("tr")) {
            if (row_nodes_.empty()) {
                const auto cells = std::count_if(child.children.begin(), child.children.end(), is_cell);
                const auto heads = std::count_if(child.children.begin(), child.children.end(), [](const HtmlNode& cell) { return cell.is("th"); });
                has_header_ = in_head || (heads > 0 && heads * 2 >= cells);
            }
            row_nodes_.push_back(&child);
        } else if ((child.is("thead") || child.is("tbody") || child.is("tfoot")) && depth == 0) {
            collect_rows(child, child.is("thead"), 1);
        }
    }
}

void HtmlTable::lay_out() {
    struct Hanging {
        const HtmlNode* cell = nullptr;
        std::size_t rows = 0;
        bool is_first = false;
    };
    std::vector<Hanging> hanging;  // what spans rows, by column
    std::size_t cells = 0;
    for (const HtmlNode* row_node : row_nodes_) {
        Row row;
        const auto fill = [&] {
            while (row.size() < hanging.size() && hanging[row.size()].rows > 0) {
                Hanging& above = hanging[row.size()];
                --above.rows;
                row.push_back({above.cell, false, above.is_first});
            }
        };
        for (const HtmlNode& cell : row_node->children) {
            if (!is_cell(cell)) continue;
            fill();
            const std::size_t wide = std::min(span_of(cell, "colspan"), max_columns), high = span_of(cell, "rowspan");
            has_spans_ |= wide > 1 || high > 1;
            for (std::size_t i = 0; i < wide && row.size() <= max_columns; ++i) {
                if (hanging.size() <= row.size()) hanging.resize(row.size() + 1);
                if (high > 1) hanging[row.size()] = {&cell, high - 1, i == 0};
                row.push_back({&cell, i == 0, false});
            }
        }
        fill();
        columns_ = std::max(columns_, row.size());
        cells += row.size();
        rows_.push_back(std::move(row));
        is_too_large_ = columns_ > max_columns || std::max(cells, columns_ * rows_.size()) > max_cells;
        if (is_too_large_) return;
    }
}

bool HtmlTable::is_layout() const {
    const std::string_view role = table_.attribute("role");
    if (role == "presentation" || role == "none" || columns_ == 0) return true;
    if (columns_ == 1 && rows_.size() == 1) return true;
    if (has_header_) return false;
    bool rich = false;
    each_cell([&rich](const HtmlNode& cell) { rich |= is_rich(cell); });
    return rich;
}

void HtmlTable::each_cell(const std::function<void(const HtmlNode&)>& see) const {
    for (const HtmlNode* row : row_nodes_) {
        for (const HtmlNode& cell : row->children) {
            if (is_cell(cell)) see(cell);
        }
    }
}

std::string write_table(const HtmlTable& table, PageNotes& notes) {
    if (table.is_too_large()) {
        notes.lose(table.node(), "table-too-large", "a table is too large to be one", "its cells stand one below the other; make smaller tables of it");
        return rows_as_lines(table, notes);
    }
    ++notes.counts().tables;
    if (table.has_spans()) {
        ++notes.counts().tables_with_spans;
        notes.lose(table.node(), "table-span", "cells of this table span rows or columns", "they were repeated down and left empty to the right; look whether it still reads well");
    }
    const auto& rows = table.rows();
    std::string text = table.has_header() ? row_text(rows.front(), table.columns(), notes) : row_text({}, table.columns(), notes);
    text += "\n|";
    for (std::size_t column = 0; column < table.columns(); ++column)
        text += fmt::format(" {} |", rule_of(column < rows.front().size() ? rows.front()[column].cell : nullptr));
    for (std::size_t row = table.has_header() ? 1 : 0; row < rows.size(); ++row) text += "\n" + row_text(rows[row], table.columns(), notes);
    return text;
}

}  // namespace kb
