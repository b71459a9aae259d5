// Shapes of Markdown that end the process or exhaust it inside the parser.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kb {

// Reads line after line and says what is wrong with the first one that goes too far: a table of more than 200 columns,
// tables of more than 200,000 cells, nesting beyond 200 levels.
class MarkdownShape {
public:
    std::optional<std::string> refuse(std::string_view line);

private:
    std::size_t columns_ = 0;  // of the table we are in
    std::size_t cells_ = 0;    // of all tables so far
};

}  // namespace kb
