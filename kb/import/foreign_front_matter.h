// The front matter of other documentation systems, as far as ours has the same meaning.
#pragma once

#include <string_view>

#include "kb/import/imported_page.h"

namespace kb {

// Reads the block at the top, "---" (YAML) or "+++" (simple TOML), into `page`; what has no counterpart is reported there.
// Returns what follows the block; `line` becomes its first line.
std::string_view read_foreign_front_matter(std::string_view text, ImportedPage& page, int& line);

}  // namespace kb
