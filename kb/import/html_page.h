// One HTML page as an article: what it says of itself, and its main part as Markdown.
#pragma once

#include <string>
#include <string_view>

#include "kb/import/html_tree.h"
#include "kb/import/imported_page.h"
#include "kb/import/link_map.h"

namespace kb {

// The largest page that is read, in bytes.
constexpr std::size_t max_html_page = 8 * 1024 * 1024;

struct HtmlPageOptions {
    std::string main;  // "#id", ".class" or a tag: the part of a page that is its article; empty finds it
};

// Never fails as a call: a page that could not be read has a problem of Severity::error. `place.base` is taken from the page.
ImportedPage read_html_page(std::string_view bytes, const HtmlPageOptions& options, const LinkMap& links, LinkPlace place);

// Menus, tables of contents and whatever else stands around an article in its page.
void remove_furniture(HtmlNode& node);

// Without line ends and control characters, spaces collapsed.
std::string one_line(std::string_view text);

// `given`: the title of the page was told apart from its text; only a heading that says just that is left out then.
enum class TitleOf { text, given };

// Writes `content` as the body of `page`, whose title may be known. Sections get their anchors, ids are mapped to them, and
// what the Markdown says is compared with what the page said.
void write_body(const HtmlNode& content, const LinkMap& links, const LinkPlace& place, ImportedPage& page, TitleOf title_of = TitleOf::text);

}  // namespace kb
