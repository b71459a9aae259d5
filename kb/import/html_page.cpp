#include "kb/import/html_page.h"

#include <algorithm>

#include <fmt/format.h>

#include "kb/article/markdown.h"
#include "kb/article/parse.h"
#include "kb/article/reference.h"
#include "kb/base/ascii.h"
#include "kb/base/utf8.h"
#include "kb/import/block_writer.h"
#include "kb/import/inline_writer.h"
#include "kb/import/markdown_text.h"
#include "kb/import/page_encoding.h"

namespace kb {

namespace {

constexpr std::size_t max_title = 300;
constexpr std::size_t max_tags = 8;
constexpr std::size_t max_tag = 60;

template <class Is>
const HtmlNode* find_node(const HtmlNode& node, const Is& is) {
    if (is(node)) return &node;
    for (const HtmlNode& child : node.children) {
        if (const HtmlNode* found = find_node(child, is)) return found;
    }
    return nullptr;
}

const HtmlNode* find_selected(const HtmlNode& root, std::string_view selector) {
    return find_node(root, [&](const HtmlNode& node) {
        if (selector.starts_with('#')) return node.attribute("id") == selector.substr(1);
        if (selector.starts_with('.')) return node.has_class(selector.substr(1));
        return node.is(selector);
    });
}

// Where pages have their article, the surest sign first.
const HtmlNode* find_main(const HtmlNode& root, const HtmlPageOptions& options) {
    if (!options.main.empty()) return find_selected(root, options.main);
    const auto has_role = [](const HtmlNode& node) { return node.attribute("role") == "main"; };
    for (const char* selector : {".article-body", "[role]", "main", "article", "#content", "#main-content", "#main", ".content", "[soft]", "body"}) {
        const HtmlNode* found = nullptr;
        if (std::string_view(selector) == "[role]") found = find_node(root, has_role);
        else if (std::string_view(selector) == "[soft]") found = find_node(root, [](const HtmlNode& node) { return node.attribute("itemprop") == "articleBody"; });
        else found = find_selected(root, selector);
        if (found != nullptr && !words_only(text_of(*found)).empty()) return found;
    }
    return nullptr;
}

// What stands around an article in its page.
bool is_furniture(const HtmlNode& node) {
    if (node.is("nav") || node.is("footer")) return true;
    if (node.is("aside") || node.is("header")) {
        // Some write call-outs as <aside>, and the title into a <header>.
        const auto is_title = [](const HtmlNode& inner) { return inner.is("h1"); };
        return node.is("aside") ? node.attribute("class").find("note") == std::string_view::npos && node.attribute("role") != "note" &&
                                      !node.has_class("callout") && !node.has_class("admonition") && !node.has_class("tip") && !node.has_class("warning") &&
                                      !node.has_class("info") && !node.has_class("important") && !node.has_class("caution")
                                : find_node(node, is_title) == nullptr;
    }
    for (const char* name : {"breadcrumb", "breadcrumbs", "toc", "sidebar", "navbar", "headerlink", "pagination", "skip-link", "footnote-backref"}) {
        if (node.has_class(name)) return true;
    }
    return node.attribute("role") == "navigation";
}

std::string stem_of(std::string_view path) {
    path = path.substr(path.rfind('/') + 1);
    std::string stem(path.substr(0, path.rfind('.')));
    std::replace_if(stem.begin(), stem.end(), [](char c) { return c == '-' || c == '_'; }, ' ');
    if (!stem.empty() && stem[0] >= 'a' && stem[0] <= 'z') stem[0] = static_cast<char>(stem[0] - 32);
    return stem;
}

void add_tags(ImportedPage& page, std::string_view list) {
    while (!list.empty()) {
        const std::size_t end = std::min(list.find_first_of(",;"), list.size());
        const std::string tag = one_line(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
        const bool is_new = std::find(page.tags.begin(), page.tags.end(), tag) == page.tags.end();
        if (!tag.empty() && tag.size() <= max_tag && is_new && page.tags.size() < max_tags) page.tags.push_back(tag);
    }
}

class PageReader {
public:
    PageReader(const HtmlPageOptions& options, const LinkMap& links, LinkPlace place) : options_(options), links_(links), place_(std::move(place)) {
        page_.source = place_.source;
    }

    ImportedPage read(std::string_view bytes) {
        if (bytes.size() > max_html_page)
            return refused("limit-exceeded", fmt::format("larger than {} MiB", max_html_page >> 20), "split the page");
        const DecodedPage decoded = decode_page(bytes);
        report_encoding(decoded);
        HtmlTree tree = parse_html(decoded.text);
        if (tree.was_too_deep)
            lose("nested-too-deep", fmt::format("elements nest beyond {} levels", max_html_depth), "what lies deeper came along as plain text");
        read_head(tree.root);
        const HtmlNode* main = find_main(tree.root, options_);
        if (main == nullptr) {
            page_.is_page = false;
            lose("empty-page", options_.main.empty() ? "there is nothing to read on the page" : fmt::format("the page has no '{}'", options_.main), "it was left out");
            return std::move(page_);
        }
        HtmlNode content = *main;
        remove_furniture(content);
        page_.script_lang = language_of_script(text_of(content));
        write_body(content, links_, place_, page_);
        return std::move(page_);
    }

private:
    void lose(std::string rule, std::string what, std::string hint) {
        page_.problems.push_back({{page_.source, 0, 0}, Severity::warning, std::move(rule), std::move(what), std::move(hint)});
    }

    ImportedPage refused(std::string rule, std::string what, std::string hint) {
        page_.is_page = false;
        page_.problems.push_back({{page_.source, 0, 0}, Severity::error, std::move(rule), std::move(what), std::move(hint)});
        return std::move(page_);
    }

    void report_encoding(const DecodedPage& decoded) {
        if (decoded.is_guess)
            lose("encoding-guessed", fmt::format("the page does not say its encoding; it was read as {}", decoded.encoding), "look whether its words are right");
        if (decoded.is_broken) lose("broken-text", fmt::format("bytes that are no text in {}", decoded.encoding), "they became \xEF\xBF\xBD; correct them by hand");
    }

    void read_head(const HtmlNode& root) {
        page_.lang = root.attribute("lang");
        each_html_node(root, [this](const HtmlNode& node) {
            if (node.is("title") && page_.title.empty()) page_.title = one_line(text_of(node));
            if (node.is("base") && node.has("href")) read_base(node.attribute("href"));
            if (!node.is("meta")) return;
            const std::string name = lower_ascii(node.attribute(node.has("name") ? "name" : "property"));
            if (name == "description" || (name == "og:description" && page_.description.empty()))
                page_.description = cut_utf8(one_line(node.attribute("content")), 500);
            if (name == "keywords" || node.attribute("itemprop") == "keywords") add_tags(page_, node.attribute("content"));
        });
    }

    void read_base(std::string_view href) {
        if (href.find("://") != std::string_view::npos) return;  // the site's own; relative links are, too
        const std::string base = resolve_path(std::string(href) + "_", place_.source);
        if (!base.empty()) place_.base = base;
    }

    const HtmlPageOptions& options_;
    const LinkMap& links_;
    LinkPlace place_;
    ImportedPage page_;
};

// The heading that says what the page is called: the first of level 1; else the first one of all when it says the title.
const HtmlNode* find_title(const HtmlNode& content, std::string_view title, TitleOf title_of) {
    const auto has_words = [](const HtmlNode& node) { return !words_only(text_of(node)).empty(); };
    const HtmlNode* top = find_node(content, [&](const HtmlNode& node) { return node.is("h1") && has_words(node); });
    if (top != nullptr && (title_of == TitleOf::text || title.empty())) return top;
    const HtmlNode* first = find_node(content, [&](const HtmlNode& node) {
        return node.tag.size() == 2 && node.tag[0] == 'h' && node.tag[1] >= '1' && node.tag[1] <= '6' && has_words(node);
    });
    return first != nullptr && words_only(text_of(*first)) == words_only(title) ? first : nullptr;
}

std::string words_of(const std::vector<Section>& sections) {
    std::string words;
    for (const Section& section : sections) words += words_only(section.heading) + words_only(section.text);
    return words;
}

// "·" stands between the cells of a row in plain text; "•" before items in cells. Neither is a word of the page.
std::string without_marks(std::string words) {
    for (const std::string_view mark : {"·", "•"}) {
        for (std::size_t at; (at = words.find(mark)) != std::string::npos;) words.erase(at, mark.size());
    }
    return words;
}

}  // namespace

void remove_furniture(HtmlNode& node) {
    std::erase_if(node.children, [](const HtmlNode& child) { return is_furniture(child); });
    for (HtmlNode& child : node.children) remove_furniture(child);
}

std::string one_line(std::string_view text) {
    std::string line;
    for (const char c : collapse_spaces(text)) {
        if (!is_control_ascii(c)) line += c;
    }
    return std::string(trim_spaces(line));
}

void write_body(const HtmlNode& content, const LinkMap& links, const LinkPlace& place, ImportedPage& page, TitleOf title_of) {
    const HtmlNode* title = find_title(content, page.title, title_of);
    if (title != nullptr && (title_of == TitleOf::text || page.title.empty())) page.title = one_line(text_of(*title));
    page.title = cut_utf8(page.title, max_title);
    page.title_is_from_name = page.title.empty();
    if (page.title.empty()) page.title = one_line(stem_of(page.source));

    const LinkResolver resolve = [&](std::string_view href, bool is_image) { return links.resolve(href, is_image, place); };
    PageNotes notes(page, resolve);
    page.markdown = write_markdown(content, notes, title);
    if (page.markdown.empty() && title == nullptr) page.is_page = false;
    if (!page.markdown.empty()) page.markdown += '\n';

    const std::string path = place.target.empty() ? "page.md" : place.target;
    const auto read = read_markdown({page.markdown, path, page.lang, nullptr});
    if (!read) {
        page.is_page = false;
        page.problems.push_back({{page.source, 0, 0}, Severity::error, "limit-exceeded", read.error().what, "split the page"});
        return;
    }
    const bool known = read->anchors.size() == static_cast<std::size_t>(notes.headings());
    for (const NotedId& id : notes.ids())
        page.anchors.emplace(id.id, id.heading < 0 || !known ? std::string() : read->anchors[static_cast<std::size_t>(id.heading)]);
    if (without_marks(words_of(read->sections)) != without_marks(notes.words()))
        page.problems.push_back({{page.source, 0, 0}, Severity::warning, "text-changed", "the article does not say word for word what the page said",
                                 "compare them; please report the page, this is a fault of the import"});
}

ImportedPage read_html_page(std::string_view bytes, const HtmlPageOptions& options, const LinkMap& links, LinkPlace place) {
    if (place.base.empty()) place.base = place.source;
    return PageReader(options, links, std::move(place)).read(bytes);
}

}  // namespace kb
