// [!INCLUDE[text](path)]: another file's text in place of the line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kb/article/parse.h"

namespace kb {

struct Expanded {
    std::string text;
    std::vector<int> lines;             // for each line of `text`, the line of the including file
    std::vector<std::string> includes;  // paths, in order of first use
    std::vector<Problem> problems;
};

// Expands includes outside code, up to four levels deep and 2 MiB in all. What cannot be read, leads outside or
// includes itself is replaced by its text with a warning.
Expanded expand_includes(std::string_view text, std::string_view path, int first_line, const FileReader& read);

}  // namespace kb
