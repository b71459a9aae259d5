// What an article's file says in sentences: its Markdown without code, addresses, HTML and directives.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kb {

struct Prose {
    enum class Line { other, front_matter, heading, paragraph, item, table };

    // Stands in `text` for each byte within a line that is no prose.
    static constexpr char filler = '\x01';

    // As long as the source, and what it keeps stands at the same places.
    std::string text;
    std::vector<Line> lines;  // what each line is a part of
};

// `source` is well-formed and has '\n' line ends; its body begins at `body`. Of the front matter title and description are kept.
// Time grows with the length of the text, whatever it says.
Prose read_prose(std::string_view source, std::size_t body);

}  // namespace kb
