// Which boxes of an old page are call-outs, and of which of our kinds.
#pragma once

#include <string_view>

#include "kb/import/html_tree.h"

namespace kb {

// "NOTE", "TIP", "IMPORTANT", "WARNING" or "CAUTION" by the name that other systems have for it ("info", "danger", …), in any
// case; empty for other words.
std::string_view callout_named(std::string_view word);

// Of a box, by its classes ("note", "alert alert-warning", "admonition danger"); empty when it is none.
std::string_view callout_of(const HtmlNode& node);

// The kind in "[!NOTE]" at the beginning of a quotation, as GitHub has it; empty when there is none.
std::string_view callout_marker(std::string_view text);

// What a call-out has beside its text and our pages show by themselves: its icon, and a title that only says its kind.
bool is_callout_trimming(const HtmlNode& node);

}  // namespace kb
