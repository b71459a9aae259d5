// Tables as text: fields separated by tabs; lines that begin with # and blank ones say nothing.
#pragma once

#include <string_view>
#include <vector>

namespace kb {

// `text` at each separator; as many parts as there are separators, and one.
std::vector<std::string_view> split(std::string_view text, char separator);

// Calls see(line number from 1, line) for each line that says something. Line ends are plain.
template <class See>
void each_table_line(std::string_view text, See see) {
    for (int number = 1; !text.empty(); ++number) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(line.size() < text.size() ? line.size() + 1 : line.size());
        if (!line.starts_with('#') && line.find_first_not_of(" \t") != std::string_view::npos) see(number, line);
    }
}

}  // namespace kb
