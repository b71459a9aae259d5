// GitHub-flavoured Markdown into sections of plain text and HTML that is safe to show.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kb/article/article.h"
#include "kb/base/problem.h"

namespace kb {

// A reference to another file of the content repository. In HTML and Markdown it stands as kb-link:N (an
// article) or kb-file:N (an image, an attachment), N being its place in the list, until addresses are known.
struct Reference {
    std::string path;      // from the root of the repository, normalised
    std::string fragment;  // without '#'
    Location at;
    bool operator==(const Reference&) const = default;
};

struct MarkdownSource {
    std::string_view text;       // well-formed UTF-8, '\n' line ends
    std::string_view path;       // of the file it stands in; relative references start from there
    std::string_view lang;       // titles of call-outs
    // The line of the file that each line of `text` came from, 1-based; empty means line N is line N.
    const std::vector<int>* lines = nullptr;
};

struct Markdown {
    std::string html;
    std::string markdown;                 // the same, normalised and without HTML
    std::vector<Section> sections;
    std::string first_heading;            // of level 1 at the very top, else empty; not part of the HTML
    std::vector<Reference> links, files;
    std::vector<Reference> pages;         // addresses as written, without fragment, that may be those of articles of the site
    std::vector<std::string> anchors;     // every id in the HTML that a link may name
    std::vector<Problem> problems;
};

// The largest Markdown text that is read, in bytes. LIMITS of the parser behind it: some crafted texts
// within this bound still take seconds; whoever reads untrusted files does so in a process of its own.
constexpr std::size_t max_markdown = 2 * 1024 * 1024;

// Fails with limit_exceeded for text that is too large, a table of more than 200 columns (some widths would end
// the process inside the parser), tables of more than 200,000 cells or nesting beyond 200 levels.
Result<Markdown> read_markdown(const MarkdownSource& source);

}  // namespace kb
