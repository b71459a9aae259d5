// What is found out about a page while its Markdown is written: ids, losses, counts, and the words that a reader must find again.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kb/import/html_tree.h"
#include "kb/import/imported_page.h"

namespace kb {

// A former id and the section that it stands in: the number of the heading, or -1 before the first.
struct NotedId {
    std::string id;
    int heading = -1;
};

class PageNotes {
public:
    PageNotes(ImportedPage& page, const LinkResolver& resolve) : page_(page), resolve_(resolve) {}

    void lose(const HtmlNode& node, std::string rule, std::string what, std::string hint);
    // Says each finding of a rule once for a page.
    void lose_once(const HtmlNode& node, std::string rule, std::string what, std::string hint);
    ImportedLink link(const HtmlNode& node, std::string_view href, bool is_image);

    // An id before a heading, with nothing to read in between, is that heading's.
    void note_ids(const HtmlNode& node);
    void note_text(std::string_view text);
    void begin_heading();

    ImportCounts& counts() { return page_.counts; }
    const std::vector<NotedId>& ids() const { return ids_; }
    int headings() const { return headings_; }
    const std::string& words() const { return words_; }

private:
    ImportedPage& page_;
    const LinkResolver& resolve_;
    std::vector<NotedId> ids_;
    std::size_t waiting_ = 0;  // how many of the last ids have had no text behind them
    int headings_ = 0;
    std::string words_;
};

// What is left of a text when only letters and digits count: ASCII ones, and every byte of other characters.
std::string words_only(std::string_view text);

}  // namespace kb
