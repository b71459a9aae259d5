#include "kb/article/markdown_shape.h"

#include <algorithm>

#include <fmt/format.h>

namespace kb {

namespace {

constexpr std::size_t max_columns = 200;
constexpr std::size_t max_cells = 200'000;
constexpr std::size_t max_nesting = 200;

bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t\v\f\r>") == std::string_view::npos;
}

bool is_table_rule(std::string_view line) {
    return line.find('|') != std::string_view::npos && line.find_first_not_of("|:- \t\v\f\r>") == std::string_view::npos;
}

bool is_rule(std::string_view line) {
    return line.find_first_not_of("-*+=_ \t\r") == std::string_view::npos;
}

// How many quotations and list items begin in this line.
std::size_t nesting(std::string_view line) {
    std::size_t levels = 0;
    for (std::size_t at = 0; at < line.size(); ++at) {
        const char c = line[at];
        const bool numbered = (c == '.' || c == ')') && at > 0 && line[at - 1] >= '0' && line[at - 1] <= '9';
        if (c == '>' || c == '-' || c == '*' || c == '+' || numbered) ++levels;
        else if (c != ' ' && c != '\t' && (c < '0' || c > '9')) break;
    }
    return levels;
}

}  // namespace

std::optional<std::string> MarkdownShape::refuse(std::string_view line) {
    if (is_blank(line)) columns_ = 0;
    if (is_table_rule(line)) columns_ = static_cast<std::size_t>(std::count(line.begin(), line.end(), '|')) + 1;
    if (columns_ > max_columns + 1) return fmt::format("a table of more than {} columns", max_columns);
    // The parser fills up short rows: each line costs a cell for every column.
    cells_ += columns_;
    if (cells_ > max_cells) return fmt::format("tables of more than {} cells", max_cells);
    if (nesting(line) > max_nesting && !is_rule(line)) return fmt::format("nesting beyond {} levels", max_nesting);
    return {};
}

}  // namespace kb
