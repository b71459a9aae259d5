// Tables as text: fields separated by tabs; lines that begin with # and blank ones say nothing.
#pragma once

#include <string_view>
#include <vector>

#include "kb/base/error.h"

namespace kb {

// `text` at each separator; as many parts as there are separators, and one.
std::vector<std::string_view> split(std::string_view text, char separator);

// The fields of a table's line; the empty ones that spreadsheets fill lines up with are left out.
std::vector<std::string_view> table_fields(std::string_view line);

// Calls see(line number from 1, line) for each line that says something, without its end (of Unix or Windows).
template <class See>
void each_table_line(std::string_view text, See see) {
    for (int number = 1; !text.empty(); ++number) {
        std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(line.size() < text.size() ? line.size() + 1 : line.size());
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (!line.starts_with('#') && line.find_first_not_of(" \t") != std::string_view::npos) see(number, line);
    }
}

// The same for a `see` that returns Result<void>: the first failure ends the reading and is returned.
template <class See>
Result<void> read_table(std::string_view text, See see) {
    Result<void> read;
    each_table_line(text, [&](int number, std::string_view line) {
        if (read) read = see(number, line);
    });
    return read;
}

}  // namespace kb
