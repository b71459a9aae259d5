// translate_markdown(): call-outs of Docusaurus and VuePress (":::note") and MkDocs ("!!! note"), and tags (template_tags.h).
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "kb/base/ascii.h"
#include "kb/import/callout.h"
#include "kb/import/markdown_page.h"
#include "kb/import/markdown_text.h"
#include "kb/import/template_tags.h"

namespace kb {

namespace {

// What opens a box: its kind and the title that stands behind it.
struct Opening {
    std::string kind, title;
};

std::string_view unquoted(std::string_view text) {
    text = trim_spaces(text);
    if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front()) return text.substr(1, text.size() - 2);
    if (text.size() >= 2 && text.front() == '[' && text.back() == ']') return text.substr(1, text.size() - 2);
    return text;
}

std::optional<Opening> opening_of(std::string_view rest) {
    rest = trim_spaces(rest);
    const std::size_t end = rest.find_first_of(" [{");
    const std::string_view kind = callout_named(rest.substr(0, end));
    if (kind.empty()) return {};
    std::string_view title = end == std::string_view::npos ? std::string_view() : rest.substr(end);
    if (title.starts_with('{')) title = {};
    return Opening{lower_ascii(kind), std::string(unquoted(title))};
}

class Translator {
public:
    // `lines` says for each line of the text which one of the page it is.
    PlainMarkdown translate(std::string_view text, const std::vector<int>& lines) {
        for (const int line : lines) {
            line_ = line;
            const std::size_t end = std::min(text.find('\n'), text.size());
            take(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        close_indented();
        for (; open_ > 0; --open_) close();
        return std::move(out_);
    }

private:
    void put(std::string_view line) {
        out_.text.append(line).append("\n");
        out_.lines.push_back(line_);
    }

    // Blank lines around let the Markdown within be read as such.
    void open(const Opening& box) {
        put("");
        put(fmt::format("<div class=\"admonition {}\">", box.kind));
        put("");
        if (box.title.empty()) return;
        put("**" + box.title + "**");
        put("");
    }

    void close() {
        put("");
        put("</div>");
        put("");
    }

    void close_indented() {
        if (indented_) close();
        indented_ = false;
    }

    bool take_fence(std::string_view line) {
        const std::string_view text = trim_spaces(line);
        const bool is_fence = text.starts_with("```") || text.starts_with("~~~");
        if (!is_fence && fence_.empty()) return false;
        if (fence_.empty()) {
            fence_ = text.substr(0, text.find_first_not_of(text[0]));
        } else if (text.starts_with(fence_) && text.find_first_not_of(fence_[0]) == std::string_view::npos) {
            fence_.clear();
        }
        put(line);
        return true;
    }

    void take(std::string_view line) {
        if (indented_) {
            if (line.starts_with("    ")) line.remove_prefix(4);
            else if (line.starts_with('\t')) line.remove_prefix(1);
            else if (!trim_spaces(line).empty()) close_indented();
        }
        if (take_fence(line)) return;
        const std::string_view text = trim_spaces(line);
        if (text.starts_with(":::")) return take_colons(line, text.substr(std::min(text.find_first_not_of(':'), text.size())));
        if (text.starts_with("!!!") || text.starts_with("???")) {
            if (const auto box = opening_of(text.substr(text.starts_with("???+") ? 4 : 3))) {
                close_indented();
                open(*box);
                indented_ = true;
                return;
            }
        }
        if (text == "[TOC]" || text == "[[_TOC_]]" || text == "[[toc]]") return put("");
        put(line);
    }

    void take_colons(std::string_view line, std::string_view rest) {
        if (trim_spaces(rest).empty() && open_ > 0) return end_box();
        if (const auto box = opening_of(rest)) return begin_box(*box);
        put(line);
    }

    void begin_box(const Opening& box) {
        open(box);
        ++open_;
    }
    void end_box() {
        close();
        --open_;
    }

    PlainMarkdown out_;
    int line_ = 1;
    int open_ = 0;
    bool indented_ = false;
    std::string fence_;
};

}  // namespace

PlainMarkdown translate_markdown(std::string_view text, int first_line) {
    UntaggedMarkdown untagged = translate_tags(text, first_line);
    PlainMarkdown plain = Translator().translate(untagged.text, untagged.lines);
    plain.lost = std::move(untagged.lost);
    return plain;
}

}  // namespace kb
