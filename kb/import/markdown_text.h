// Plain text written so that Markdown reads it as just that.
#pragma once

#include <string>
#include <string_view>

namespace kb {

// What stands around a text decides what must be escaped in it.
struct TextPlace {
    bool in_link = false;   // bare addresses must not become links
    bool in_table = false;
};

// Text of one line, '\n' excepted. Bare http addresses are put between < and > outside links.
std::string escape_markdown(std::string_view text, TextPlace place = {});

// Escapes what would make a line begin something else than a paragraph: "- ", "1. ", "#", ">", "---", ….
std::string escape_line_start(std::string_view line);

// Between as many backticks as it takes. Empty for blank text.
std::string code_span(std::string_view text, bool in_table);

// A fenced block without a line end behind it.
std::string code_block(std::string_view text, std::string_view language);

// Runs of blanks and line ends as single spaces. No-break spaces stay.
std::string collapse_spaces(std::string_view text);
std::string_view trim_spaces(std::string_view text);

}  // namespace kb
