#include "kb/article/markdown.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include "kb/article/markdown_shape.h"
#include "kb/article/markdown_tree.h"
#include "kb/article/reference.h"
#include "kb/base/slug.h"
#include "kb/base/utf8.h"

namespace kb {

namespace {

constexpr std::size_t max_anchor = 80;
// Those of the page around the article.
constexpr std::array<std::string_view, 3> reserved_anchors = {"main", "contents", "related"};

// name="…" or id="…" of an HTML anchor such as <a name="x">; empty for other HTML.
std::string html_anchor(std::string_view html) {
    if (!html.starts_with("<a ") && !html.starts_with("<A ") && !html.starts_with("<span ")) return {};
    for (const std::string_view key : {" name=", " id="}) {
        const std::size_t at = html.find(key);
        if (at == std::string_view::npos || at + key.size() >= html.size()) continue;
        const char quote = html[at + key.size()];
        if (quote != '"' && quote != '\'') continue;
        const std::size_t begin = at + key.size() + 1;
        const std::size_t end = html.find(quote, begin);
        if (end != std::string_view::npos) return std::string(html.substr(begin, end - begin));
    }
    return {};
}

// What an id attribute may hold without being escaped.
bool is_plain_anchor(std::string_view anchor) {
    return !anchor.empty() && anchor.size() <= 200 &&
           anchor.find_first_of(" \t\n\"'<>&") == std::string_view::npos;
}

struct CalloutKind {
    std::string_view marker, css, russian, english;
};
constexpr std::array<CalloutKind, 5> callout_kinds = {{
    {"NOTE", "note", "Примечание", "Note"},
    {"TIP", "tip", "Совет", "Tip"},
    {"IMPORTANT", "important", "Важно", "Important"},
    {"WARNING", "warning", "Внимание", "Warning"},
    {"CAUTION", "caution", "Осторожно", "Caution"},
}};

const CalloutKind* callout_kind(std::string_view marker) {
    for (const CalloutKind& kind : callout_kinds) {
        const bool same = std::equal(marker.begin(), marker.end(), kind.marker.begin(), kind.marker.end(),
                                     [](char a, char b) { return (a >= 'a' && a <= 'z' ? a - 32 : a) == b; });
        if (same) return &kind;
    }
    return nullptr;
}

class Reader {
public:
    Reader(const MarkdownSource& source, MarkdownTree tree) : source_(source), tree_(std::move(tree)) {}

    Markdown read() {
        collect_nodes();
        for (cmark_node* quote : quotes_) read_callout(quote);
        for (cmark_node* html : html_) read_html(html);
        std::erase_if(images_, [this](cmark_node* image) { return !read_image(image); });
        for (cmark_node* link : links_) read_link(link);
        take_first_heading();
        for (cmark_node* heading : headings_) name_heading(heading);
        check_headings();
        for (const Reference& link : fragments_) check_fragment(link);
        read_sections();
        write_markdown();
        add_top_anchors();
        for (cmark_node* image : images_) link_to_itself(image);
        for (cmark_node* heading : headings_) wrap_heading(heading);
        for (const auto& [quote, kind] : callouts_) wrap_callout(quote, *kind);
        for (cmark_node* table : tables_)
            wrap(table, "<div class=\"table\" role=\"group\" tabindex=\"0\">", "</div>");
        for (cmark_node* code : code_) wrap(code, "<div class=\"code\" role=\"group\" tabindex=\"0\">", "</div>");
        out_.html = spoken(tree_.to_html());
        return std::move(out_);
    }

private:
    struct HeadingNames {
        std::string anchor;
        std::vector<std::string> more;  // from HTML anchors
    };

    void collect_nodes() {
        each_node(tree_.root(), [this](cmark_node* node) {
            const cmark_node_type type = cmark_node_get_type(node);
            if (type == CMARK_NODE_HEADING) headings_.push_back(node);
            if (type == CMARK_NODE_BLOCK_QUOTE) quotes_.push_back(node);
            if (type == CMARK_NODE_LINK) links_.push_back(node);
            if (type == CMARK_NODE_IMAGE) images_.push_back(node);
            if (type == CMARK_NODE_CODE_BLOCK) code_.push_back(node);
            if (is_extension(node, "table")) tables_.push_back(node);
            if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) html_.push_back(node);
        });
    }

    Location place(cmark_node* node) const {
        int line = 0;
        for (cmark_node* at = node; at != nullptr && line == 0; at = cmark_node_parent(at))
            line = cmark_node_get_start_line(at);
        line = std::max(line, 1);
        if (source_.lines != nullptr && !source_.lines->empty())
            line = (*source_.lines)[std::min<std::size_t>(static_cast<std::size_t>(line), source_.lines->size()) - 1];
        return {std::string(source_.path), line, std::max(cmark_node_get_start_column(node), 1)};
    }

    void warn(std::string rule, std::string what, std::string hint, cmark_node* node) {
        out_.problems.push_back({place(node), Severity::warning, std::move(rule), std::move(what), std::move(hint)});
    }

    // "> [!NOTE]" as GitHub has it; "> [!VIDEO address]" as a link.
    void read_callout(cmark_node* quote) {
        cmark_node* paragraph = cmark_node_first_child(quote);
        if (paragraph == nullptr || cmark_node_get_type(paragraph) != CMARK_NODE_PARAGRAPH) return;
        cmark_node* first = cmark_node_first_child(paragraph);
        if (first == nullptr || cmark_node_get_type(first) != CMARK_NODE_TEXT) return;
        const std::string text(literal_of(first));
        if (!text.starts_with("[!")) return;
        const std::size_t end = text.find(']');
        if (end == std::string::npos) return;
        const CalloutKind* kind = callout_kind(std::string_view(text).substr(2, end - 2));
        if (kind == nullptr) return;
        const std::size_t rest = text.find_first_not_of(' ', end + 1);
        cmark_node* next = cmark_node_next(first);
        if (rest == std::string::npos) {
            if (next != nullptr && cmark_node_get_type(next) == CMARK_NODE_SOFTBREAK) remove(next);
            remove(first);
            if (cmark_node_first_child(paragraph) == nullptr) remove(paragraph);
        } else {
            cmark_node_set_literal(first, text.substr(rest).c_str());
        }
        callouts_.emplace_back(quote, kind);
    }

    void read_html(cmark_node* html) {
        const std::string_view text = literal_of(html);
        if (cmark_node_get_type(html) == CMARK_NODE_HTML_INLINE) {
            const std::string anchor = html_anchor(text);
            for (cmark_node* at = html; at != nullptr; at = cmark_node_parent(at)) {
                if (cmark_node_get_type(at) == CMARK_NODE_HEADING && is_plain_anchor(anchor))
                    names_[at].more.push_back(anchor);
            }
            if (text == "<br>" || text == "<br/>" || text == "<br />")
                cmark_node_insert_before(html, cmark_node_new(CMARK_NODE_LINEBREAK));
        } else if (!text.starts_with("<!--")) {
            warn("raw-html", "raw HTML is not shown", "write it as Markdown", html);
        }
        remove(html);
    }

    // Whether it stays an image.
    bool read_image(cmark_node* image) {
        const char* url = cmark_node_get_url(image);
        const Destination destination = classify_destination(url == nullptr ? "" : url, source_.path);
        if (destination.kind == DestinationKind::file) {
            cmark_node_set_url(image, file_reference(destination, image).c_str());
            if (plain_text(image).empty())
                warn("missing-alt", fmt::format("the image '{}' has no alternative text", destination.path),
                     "say between the brackets what it shows: ![Where the button is](image.png)", image);
            return true;
        }
        if (destination.kind == DestinationKind::external && std::string_view(url).starts_with("http")) {
            warn("remote-image", fmt::format("the image '{}' is on another site", url),
                 "put a copy beside the article; visitors' browsers load nothing from elsewhere", image);
        } else {
            warn("bad-image", fmt::format("'{}' is not an image that can be shown", url == nullptr ? "" : url),
                 "use a png, jpg, gif, webp, avif or svg file of the content repository", image);
        }
        unwrap(image);  // leaves the alternative text
        return false;
    }

    void read_link(cmark_node* link) {
        const char* written = cmark_node_get_url(link);
        const std::string url = written == nullptr ? "" : written;
        const Destination destination = classify_destination(url, source_.path);
        switch (destination.kind) {
            case DestinationKind::external:
                if (url.find("/articles/") != std::string::npos) out_.pages.push_back({url.substr(0, url.find('#')), destination.fragment, place(link)});
                return;
            case DestinationKind::fragment:
                // "#tab/…" switches tabs on the sites that know it; it is no anchor.
                if (destination.fragment.empty() || destination.fragment.starts_with("tab/")) unwrap(link);
                else fragments_.push_back({{}, destination.fragment, place(link)});
                return;
            case DestinationKind::file:
                cmark_node_set_url(link, file_reference(destination, link).c_str());
                return;
            case DestinationKind::article:
                cmark_node_set_url(link, fmt::format("kb-link:{}", out_.links.size()).c_str());
                out_.links.push_back({destination.path, destination.fragment, place(link)});
                return;
            case DestinationKind::outside:
                warn("link-outside", fmt::format("the link '{}' leads out of the repository", url),
                     "link to a file of the repository, or give a full https address", link);
                unwrap(link);
                return;
            case DestinationKind::unsafe:
                warn("unsafe-link", fmt::format("the link '{}' is not shown", url),
                     "use http, https, mailto or tel", link);
                unwrap(link);
                return;
        }
    }

    std::string file_reference(const Destination& destination, cmark_node* node) {
        out_.files.push_back({destination.path, {}, place(node)});
        return fmt::format("kb-file:{}", out_.files.size() - 1);
    }

    // A heading of level 1 at the very top is the title; the page shows the title by itself.
    void take_first_heading() {
        cmark_node* first = cmark_node_first_child(tree_.root());
        if (first == nullptr || cmark_node_get_type(first) != CMARK_NODE_HEADING ||
            cmark_node_get_heading_level(first) != 1)
            return;
        if (std::string written = take_written_anchor(first); !written.empty()) names_[first].more.push_back(std::move(written));
        out_.first_heading = plain_text(first);
        for (const std::string& anchor : names_[first].more) {
            if (claim(anchor)) top_anchors_ += fmt::format("<span id=\"{}\"></span>", anchor);
        }
        headings_.erase(headings_.begin());
        remove(first);
    }

    // Those of the heading that was taken.
    void add_top_anchors() {
        if (top_anchors_.empty()) return;
        cmark_node* holder = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);
        cmark_node_set_on_enter(holder, top_anchors_.c_str());
        cmark_node_prepend_child(tree_.root(), holder);
    }

    bool claim(const std::string& anchor) {
        if (!anchors_.insert(anchor).second) return false;
        out_.anchors.push_back(anchor);
        return true;
    }

    // "## Heading {#anchor}" names its own anchor; else it is made from the words.
    void name_heading(cmark_node* heading) {
        HeadingNames& names = names_[heading];
        std::string wanted = take_written_anchor(heading);
        if (wanted.empty()) wanted = slugify(plain_text(heading));
        if (wanted.size() > max_anchor) {
            wanted = cut_utf8(wanted, max_anchor);
            const std::size_t hyphen = wanted.rfind('-');
            if (hyphen != std::string::npos && hyphen > max_anchor / 2) wanted.resize(hyphen);
        }
        if (wanted.empty()) wanted = "section";
        names.anchor = wanted;
        for (int& n = repeated_[wanted]; !claim(names.anchor);) names.anchor = fmt::format("{}-{}", wanted, ++n + 1);
        std::erase_if(names.more, [this](const std::string& anchor) { return !claim(anchor); });
    }

    // The title is the page's heading of level 1, and so are further ones as it shows them (see wrap_heading()).
    void check_headings() {
        int last = 1;
        for (cmark_node* heading : headings_) {
            if (cmark_node_parent(heading) != tree_.root()) continue;
            const int level = std::max(cmark_node_get_heading_level(heading), 2);
            if (level > last + 1)
                warn("heading-order", fmt::format("a heading of level {} follows one of level {}", level, last),
                     fmt::format("write {} before it", std::string(static_cast<std::size_t>(last) + 1, '#')), heading);
            last = level;
        }
    }

    void check_fragment(const Reference& link) {
        constexpr int most_reported = 20;
        if (is_on_every_page(link.fragment) || anchors_.count(link.fragment) != 0 || ++dead_fragments_ > most_reported) return;
        out_.problems.push_back({link.at, Severity::warning, "dead-anchor", fmt::format("this page has no heading '#{}'", link.fragment),
                                 hint_for_anchor(link.fragment, out_.anchors)});
    }

    static std::string take_written_anchor(cmark_node* heading) {
        cmark_node* last = cmark_node_last_child(heading);
        if (last == nullptr || cmark_node_get_type(last) != CMARK_NODE_TEXT) return {};
        const std::string text(literal_of(last));
        const std::size_t begin = text.rfind("{#");
        if (begin == std::string::npos || text.back() != '}') return {};
        std::string anchor = text.substr(begin + 2, text.size() - begin - 3);
        if (!is_plain_anchor(anchor) || anchor.find('{') != std::string::npos) return {};
        const std::string_view before = std::string_view(text).substr(0, begin);
        cmark_node_set_literal(last, std::string(before.substr(0, before.find_last_not_of(' ') + 1)).c_str());
        return anchor;
    }

    static void break_line(std::string& text) {
        while (!text.empty() && text.back() == ' ') text.pop_back();
        if (!text.empty() && text.back() != '\n') text += '\n';
    }

    // The markers of call-outs are put back for as long as it takes.
    void write_markdown() {
        std::vector<cmark_node*> markers;
        for (const auto& [quote, kind] : callouts_) {
            cmark_node* first = cmark_node_first_child(quote);
            const bool has_text = first != nullptr && cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH;
            if (!has_text) {
                first = cmark_node_new(CMARK_NODE_PARAGRAPH);
                cmark_node_prepend_child(quote, first);
            }
            cmark_node* marker = cmark_node_new(CMARK_NODE_CUSTOM_INLINE);
            cmark_node_set_on_enter(marker, fmt::format("[!{}]{}", kind->marker, has_text ? "\n" : "").c_str());
            cmark_node_prepend_child(first, marker);
            markers.push_back(has_text ? marker : first);
        }
        out_.markdown = tree_.to_markdown();
        for (cmark_node* marker : markers) remove(marker);
    }

    // A picture that stands by itself leads to its file, where it is as large as it can be.
    static void link_to_itself(cmark_node* image) {
        cmark_node* paragraph = cmark_node_parent(image);
        const bool alone = paragraph != nullptr && cmark_node_get_type(paragraph) == CMARK_NODE_PARAGRAPH &&
                           cmark_node_previous(image) == nullptr && cmark_node_next(image) == nullptr;
        // Without words a link has no name.
        if (!alone || plain_text(image).empty()) return;
        cmark_node* link = cmark_node_new(CMARK_NODE_LINK);
        cmark_node_set_url(link, cmark_node_get_url(image));
        cmark_node_insert_before(image, link);
        cmark_node_append_child(link, image);
    }

    // Headings at the top level begin sections; one inside a quotation or a list is a line of text.
    void read_sections() {
        out_.sections.push_back({});
        const MarkdownIterator iterator(cmark_iter_new(tree_.root()));
        for (cmark_event_type event; (event = cmark_iter_next(iterator.get())) != CMARK_EVENT_DONE;) {
            cmark_node* node = cmark_iter_get_node(iterator.get());
            const bool begins_section = cmark_node_get_type(node) == CMARK_NODE_HEADING &&
                                        cmark_node_parent(node) == tree_.root();
            if (begins_section) {
                if (event != CMARK_EVENT_ENTER) continue;
                out_.sections.push_back(
                    {names_[node].anchor, plain_text(node), cmark_node_get_heading_level(node), {}});
                cmark_iter_reset(iterator.get(), node, CMARK_EVENT_EXIT);
                continue;
            }
            std::string& text = out_.sections.back().text;
            if (event == CMARK_EVENT_ENTER) append_text(text, node);
            if (is_line(node)) break_line(text);
        }
        for (Section& section : out_.sections) {
            while (!section.text.empty() && (section.text.back() == '\n' || section.text.back() == ' '))
                section.text.pop_back();
        }
        const Section& lead = out_.sections.front();
        if (lead.text.empty() && out_.sections.size() > 1) out_.sections.erase(out_.sections.begin());
    }

    void wrap_heading(cmark_node* heading) {
        const HeadingNames& names = names_[heading];
        const int level = std::max(cmark_node_get_heading_level(heading), 2);  // the page has its own <h1>
        std::string open;
        for (const std::string& anchor : names.more) open += fmt::format("<span id=\"{}\"></span>", anchor);
        open += fmt::format("<h{} id=\"{}\">", level, names.anchor);
        cmark_node* wrapper = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);
        cmark_node_set_on_enter(wrapper, open.c_str());
        cmark_node_set_on_exit(wrapper, fmt::format("</h{}>", level).c_str());
        cmark_node_insert_before(heading, wrapper);
        while (cmark_node* child = cmark_node_first_child(heading)) cmark_node_append_child(wrapper, child);
        remove(heading);
    }

    void wrap_callout(cmark_node* quote, const CalloutKind& kind) {
        const std::string_view title = source_.lang == "ru" ? kind.russian : kind.english;
        cmark_node* wrapper = wrap(
            quote,
            fmt::format("<aside class=\"callout {0}\" role=\"note\"><p class=\"callout-title\">{1}</p>", kind.css, title),
            "</aside>");
        while (cmark_node* child = cmark_node_first_child(quote)) cmark_node_append_child(wrapper, child);
        remove(quote);
    }

    // What the parser's library says in English or not at all. It escapes quotes in text, so none of this is an author's.
    std::string spoken(std::string html) const {
        const bool russian = source_.lang == "ru";
        const auto task = [](std::string_view state, std::string_view name) {
            return fmt::format("<span class=\"task {}\" role=\"img\" aria-label=\"{}\"></span> ", state, name);
        };
        replace_all(html, "<input type=\"checkbox\" disabled=\"\" /> ", task("open", russian ? "не сделано" : "not done"));
        replace_all(html, "<input type=\"checkbox\" checked=\"\" disabled=\"\" /> ", task("done", russian ? "сделано" : "done"));
        if (russian) replace_all(html, "aria-label=\"Back to content\"", "aria-label=\"Вернуться к тексту\"");
        return html;
    }

    static void replace_all(std::string& text, std::string_view what, std::string_view by) {
        std::string replaced;
        std::size_t at = 0;
        for (std::size_t found; (found = text.find(what, at)) != std::string::npos; at = found + what.size())
            replaced.append(text, at, found - at).append(by);
        if (at > 0) text = replaced.append(text, at);
    }

    const MarkdownSource& source_;
    MarkdownTree tree_;
    Markdown out_;
    std::vector<cmark_node*> headings_, quotes_, links_, images_, tables_, code_, html_;
    std::vector<std::pair<cmark_node*, const CalloutKind*>> callouts_;
    std::map<cmark_node*, HeadingNames> names_;
    std::set<std::string> anchors_{reserved_anchors.begin(), reserved_anchors.end()};
    std::map<std::string, int> repeated_;  // how often an anchor was wanted again
    std::string top_anchors_;  // as HTML
    std::vector<Reference> fragments_;  // links within the page
    int dead_fragments_ = 0;
};

}  // namespace

Result<Markdown> read_markdown(const MarkdownSource& source) {
    if (source.text.size() > max_markdown)
        return fail(ErrorCode::limit_exceeded, fmt::format("larger than {} MiB", max_markdown >> 20),
                    "split the article", {std::string(source.path)});
    int number = 0;
    MarkdownShape shape;
    for (std::size_t at = 0; at < source.text.size();) {
        const std::size_t end = std::min(source.text.find('\n', at), source.text.size());
        ++number;
        if (const auto what = shape.refuse(source.text.substr(at, end - at)))
            return fail(ErrorCode::limit_exceeded, *what, "make it smaller",
                        {std::string(source.path),
                         source.lines != nullptr ? (*source.lines)[static_cast<std::size_t>(number) - 1] : number, 1});
        at = end + 1;
    }
    MarkdownTree tree(source.text);
    if (tree.root() == nullptr)
        return fail(ErrorCode::limit_exceeded, "the Markdown cannot be read", "simplify it", {std::string(source.path)});
    return Reader(source, std::move(tree)).read();
}

}  // namespace kb
