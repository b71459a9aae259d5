#include "kb/import/markdown_page.h"

#include <map>

#include <fmt/format.h>

#include "kb/article/markdown_shape.h"
#include "kb/article/markdown_tree.h"
#include "kb/article/parse.h"
#include "kb/base/letter_case.h"
#include "kb/import/foreign_front_matter.h"
#include "kb/import/html_page.h"
#include "kb/import/html_tree.h"
#include "kb/import/page_encoding.h"

namespace kb {

namespace {

// Blocks say where in the Markdown they stand; what is in them stands there, too.
void take_lines(HtmlNode& node, int line, const std::vector<int>& lines) {
    const std::string_view place = node.attribute("data-sourcepos");
    if (const std::size_t digits = place.find(':'); digits != std::string_view::npos && digits > 0 && digits < 8) {
        const auto number = static_cast<std::size_t>(std::stoi(std::string(place.substr(0, digits))));
        if (number > 0 && number <= lines.size()) line = lines[number - 1];
    }
    node.line = line;
    for (HtmlNode& child : node.children) take_lines(child, line, lines);
}

// As GitHub and most generators name headings: lower case, marks left out, hyphens for spaces.
std::string heading_id(std::string_view text) {
    std::string id;
    for (const char c : to_lower(text)) {
        if (c == ' ') id += '-';
        else if (static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_') id += c;
    }
    return id;
}

// "Words {#name}" at the end of a heading; it is taken off.
std::string take_written_anchor(HtmlNode& heading) {
    if (heading.children.empty() || !heading.children.back().is_text()) return {};
    std::string& text = heading.children.back().text;
    const std::size_t begin = text.rfind("{#"), end = text.rfind('}');
    if (begin == std::string::npos || end == std::string::npos || end < begin) return {};
    const std::string anchor = text.substr(begin + 2, end - begin - 2);
    if (anchor.empty() || anchor.find_first_of(" \t\n\"'<>&{}") != std::string::npos) return {};
    text.resize(begin);
    return anchor;
}

void name_headings(HtmlNode& node, std::map<std::string, int>& known) {
    if (node.tag.size() == 2 && node.tag[0] == 'h' && node.tag[1] >= '1' && node.tag[1] <= '6') {
        const std::string written = take_written_anchor(node);
        if (!written.empty()) node.attributes.push_back({"data-anchor", written});
        std::string id = written.empty() ? heading_id(one_line(text_of(node))) : written;
        if (const int n = known[id]++; n > 0) id += fmt::format("-{}", n);
        if (!node.has("id")) node.attributes.push_back({"id", id});
    }
    for (HtmlNode& child : node.children) name_headings(child, known);
}

const HtmlNode* body_of(const HtmlNode& root) {
    for (const HtmlNode& child : root.children) {
        if (child.is("body")) return &child;
    }
    return nullptr;
}

ImportedPage refused(ImportedPage page, const Error& error) {
    page.is_page = false;
    page.problems.push_back({{page.source, error.at.line, error.at.column}, Severity::error, "limit-exceeded", error.what, error.hint});
    return page;
}

}  // namespace

ImportedPage read_markdown_page(std::string_view bytes, const LinkMap& links, LinkPlace place) {
    if (place.base.empty()) place.base = place.source;
    ImportedPage page;
    page.source = place.source;
    if (bytes.size() > max_markdown) return refused(std::move(page), {ErrorCode::limit_exceeded, "larger than 2 MiB", "split the page", {}});
    const DecodedPage decoded = decode_page(bytes);
    int line = 1;
    const std::string_view body = read_foreign_front_matter(decoded.text, page, line);
    const PlainMarkdown plain = translate_markdown(body, line);
    for (const LostTag& tag : plain.lost) page.problems.push_back({{page.source, tag.line, 0}, Severity::warning, "template-tag", tag.what, tag.hint});
    // The bounds of the parser, as for articles.
    MarkdownShape shape;
    for (std::size_t at = 0, number = 0; at < plain.text.size(); ++number) {
        const std::size_t end = std::min(plain.text.find('\n', at), plain.text.size());
        if (const auto what = shape.refuse(std::string_view(plain.text).substr(at, end - at)))
            return refused(std::move(page), {ErrorCode::limit_exceeded, *what, "make it smaller", {{}, plain.lines[number], 1}});
        at = end + 1;
    }
    const MarkdownTree markdown(plain.text);
    if (markdown.root() == nullptr) return refused(std::move(page), {ErrorCode::limit_exceeded, "the Markdown cannot be read", "simplify it", {}});
    HtmlTree tree = parse_html(markdown.to_raw_html());
    take_lines(tree.root, line, plain.lines);
    remove_furniture(tree.root);
    std::map<std::string, int> known;
    name_headings(tree.root, known);
    page.script_lang = language_of_script(body);
    if (const HtmlNode* content = body_of(tree.root)) write_body(*content, links, place, page, TitleOf::given);
    return page;
}

}  // namespace kb
