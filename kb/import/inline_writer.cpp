#include "kb/import/inline_writer.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "kb/base/ascii.h"
#include "kb/import/markdown_text.h"

namespace kb {

namespace {

template <std::size_t n>
bool is_one_of(std::string_view name, const std::array<std::string_view, n>& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::array<std::string_view, 42> block_tags = {
    "address", "article", "aside",  "blockquote", "body",    "caption", "center", "dd",     "details", "dialog", "dir",
    "div",     "dl",      "dt",     "fieldset",   "figure",  "figcaption", "footer", "form", "h1",     "h2",     "h3",
    "h4",      "h5",      "h6",     "header",     "hr",      "li",      "main",   "menu",   "nav",     "ol",     "p",
    "pre",     "section", "summary", "table",     "ul",      "video",   "html",   "tr",     "iframe"};

constexpr std::array<std::string_view, 21> left_out_tags = {
    "script", "style", "noscript", "template", "head",  "nav",    "button", "input",  "select", "textarea", "option",
    "label",  "base",  "link",     "meta",     "title", "source", "track",  "param",  "area",   "progress"};

// Classes by which other systems say what tags could.
constexpr std::array<std::string_view, 9> strong_classes = {"bold",     "strong",   "emph",      "menuitem", "guilabel",
                                                            "guimenu", "guibutton", "uicontrol", "menuselection"};
constexpr std::array<std::string_view, 6> code_classes = {"literal", "code", "input", "keycode", "filename", "command"};

bool has_any_class(const HtmlNode& node, const auto& names) {
    return node.has("class") && std::any_of(names.begin(), names.end(), [&](std::string_view name) { return node.has_class(name); });
}

UChar32 first_letter(std::string_view text) {
    int32_t at = 0;
    UChar32 letter = U_SENTINEL;
    if (text.empty()) return letter;
    U8_NEXT(text.data(), at, static_cast<int32_t>(text.size()), letter);
    return letter;
}

UChar32 last_letter(std::string_view text) {
    std::size_t begin = text.size();
    while (begin > 0 && text.size() - begin < 4 && (static_cast<unsigned char>(text[--begin]) & 0xC0) == 0x80) {}
    return first_letter(text.substr(begin));
}

bool is_mark(UChar32 letter) {
    return letter >= 0 && (u_ispunct(letter) || (letter < 0x80 && !u_isalnum(letter)));
}

// Whether marks of emphasis work here: between what stands outside and the first letter inside (CommonMark 6.2). Symbols
// of other alphabets count as marks for some parsers only, so neither side may rest on them.
bool can_stand(std::string_view outside, UChar32 out, UChar32 in) {
    if (u_isUWhiteSpace(in) || in < 0) return false;
    return !is_mark(in) || outside.empty() || u_isUWhiteSpace(out) || (is_mark(out) && out != '*' && out != '~' && out != '\\');
}

// Digits and signs that Unicode has above and below the line.
std::string raised(std::string_view text, bool up) {
    constexpr std::array<std::string_view, 10> above = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    constexpr std::array<std::string_view, 10> below = {"₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"};
    std::string out;
    for (const char c : text) {
        if (c >= '0' && c <= '9') out += (up ? above : below)[static_cast<std::size_t>(c - '0')];
        else if (c == '+') out += up ? "⁺" : "₊";
        else if (c == '-') out += up ? "⁻" : "₋";
        else if (c == 'n' && up) out += "ⁿ";
        else return {};
    }
    return out;
}

}  // namespace

bool is_block(const HtmlNode& node) {
    return is_one_of(node.tag, block_tags);
}

bool holds_block(const HtmlNode& node) {
    return is_block(node) || std::any_of(node.children.begin(), node.children.end(), holds_block);
}

bool is_left_out(const HtmlNode& node) {
    return is_one_of(node.tag, left_out_tags) && !(node.is("input") && node.attribute("type") == "checkbox");
}

bool is_hidden_alternative(const HtmlNode& parent, const HtmlNode& child) {
    if (!child.has("hidden")) return false;
    const HtmlNode* shown = nullptr;
    for (const HtmlNode& sibling : parent.children) {
        if (sibling.is_text() ? !trim_spaces(sibling.text).empty() : !sibling.has("hidden")) return true;
        if (!sibling.is_text() && (shown == nullptr || !shown->attribute("id").starts_with("default"))) shown = &sibling;
    }
    return shown != &child;
}

std::string link_destination(std::string_view url) {
    std::string out;
    for (const char c : url) {
        const bool plain = c > ' ' && c != '<' && c != '>' && c != '(' && c != ')' && c != '\\' && c != '"' && c != '|' &&
                           c != '`' && c != '*' && c != '[' && c != ']' && c != 0x7f;
        if (plain || static_cast<unsigned char>(c) >= 0x80) out += c;
        else out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

void InlineWriter::add(const HtmlNode& node) {
    add(node, {});
}

void InlineWriter::add(const HtmlNode& node, Style style) {
    if (node.is_text()) return add_text(node.text, style);
    notes_.note_ids(node);
    if (node.is("br")) return break_line();
    if (node.is("img")) return add_image(node, style);
    if (node.is("a") && node.has("href")) return add_link(node, style);
    if (node.is("sup") || node.is("sub")) return add_raised(node, style);
    if (node.is("svg") || node.is("iframe") || node.is("video") || node.is("audio") || node.is("object") || node.is("embed") ||
        node.is("canvas"))
        return add_embedded(node, style);
    if (node.is("input") && spells_tasks_ && !is_left_out(node)) return add_text(node.has("checked") ? "☑ " : "☐ ", style);
    if (is_left_out(node) || node.is("input")) return;
    const bool is_code = node.is("code") || node.is("kbd") || node.is("samp") || node.is("tt") || has_any_class(node, code_classes);
    if (is_code && !holds_block(node)) return add_code(node, style);
    if (node.is("pre")) return add_code_lines(node, style);
    if (node.is("strong") || node.is("b") || has_any_class(node, strong_classes)) style.strong = kind_ != LineKind::heading;
    if (node.is("em") || node.is("i") || node.is("cite") || node.is("dfn") || node.is("var") || node.has_class("italic"))
        style.em = kind_ != LineKind::heading;
    if (node.is("del") || node.is("s") || node.is("strike")) style.strike = true;
    if (is_block(node) || node.is("td") || node.is("th")) return add_block(node, style);
    if (node.is("q")) add_text("\"", style);
    add_children(node, style);
    if (node.is("q")) add_text("\"", style);
}

void InlineWriter::add_children(const HtmlNode& node, Style style) {
    for (const HtmlNode& child : node.children) {
        if (is_hidden_alternative(node, child)) {
            notes_.lose_once(child, "hidden-text", "text that only a script shows is left out",
                             "of alternatives the default one was kept; add what is missing by hand");
        } else {
            add(child, style);
        }
    }
}

void InlineWriter::add_text(std::string_view text, Style style) {
    if (text.empty()) return;
    notes_.note_text(text);
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i).starts_with("\xC2\xAD") || text.substr(i).starts_with("\xE2\x80\x8B")) {  // soft hyphens, breaks of no width
            i += text[i] == '\xC2' ? 1 : 2;
        } else if (!is_control_ascii(text[i]) || text[i] == '\t' || text[i] == '\n' || text[i] == '\r' || text[i] == '\f') {
            plain += text[i];
        }
    }
    add_raw(escape_markdown(collapse_spaces(plain), {in_link_, kind_ == LineKind::table_cell}), style);
}

void InlineWriter::add_raw(std::string raw, Style style) {
    if (raw.empty()) return;
    const bool joins = !spans_.empty() && spans_.back().kind == SpanKind::text && spans_.back().style == style;
    if (joins && spans_.back().raw.ends_with(' ')) raw.erase(0, raw.find_first_not_of(' '));
    if (joins) spans_.back().raw += raw;
    else spans_.push_back({SpanKind::text, std::move(raw), style});
}

void InlineWriter::add_code(const HtmlNode& node, Style style) {
    each_html_node(node, [&](const HtmlNode& inner) {
        if (&inner != &node && !inner.is_text()) notes_.note_ids(inner);
    });
    // A link or a picture in code is more than its look.
    const bool holds_more = std::any_of(node.children.begin(), node.children.end(), [](const HtmlNode& child) {
        return (child.is("a") && child.has("href")) || child.is("img");
    });
    if (holds_more) return add_children(node, style);
    const std::string text = text_of(node);
    const bool begins = !text.empty() && trim_spaces(text.substr(0, 1)).empty(), ends = !text.empty() && trim_spaces(text.substr(text.size() - 1)).empty();
    std::string span = code_span(text, kind_ == LineKind::table_cell);
    if (begins || span.empty()) add_raw(text.empty() ? "" : " ", style);
    if (span.empty()) return;
    notes_.note_text(text);
    // Two spans side by side would become one, with other marks.
    if (!spans_.empty() && spans_.back().raw.ends_with('`')) add_raw(" ", {});
    spans_.push_back({SpanKind::whole, std::move(span), style});
    if (ends) add_raw(" ", style);
}

void InlineWriter::add_code_lines(const HtmlNode& node, Style style) {
    const std::string text = text_of(node);
    break_line();
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string span = code_span(std::string_view(text).substr(at, end - at), kind_ == LineKind::table_cell);
        if (!span.empty()) spans_.push_back({SpanKind::whole, std::move(span), style});
        break_line();
        at = end + 1;
    }
    notes_.note_text(text);
}

void InlineWriter::add_image(const HtmlNode& node, Style style) {
    std::string_view source = node.attribute("src");
    if (source.empty() || source.starts_with("data:")) {
        if (const std::string_view late = node.attribute("data-src"); !late.empty()) source = late;
    }
    const std::string alternative(trim_spaces(collapse_spaces(node.attribute("alt"))));
    const ImportedLink link = notes_.link(node, source, true);
    notes_.note_text(alternative);
    std::string words = escape_markdown(alternative, {true, kind_ == LineKind::table_cell});
    if (link.kind == ImportedLink::Kind::file) {
        spans_.push_back({SpanKind::whole, fmt::format("![{}]({})", words, link_destination(link.url)), style});
    } else if (link.kind == ImportedLink::Kind::external && !in_link_) {
        if (words.empty()) notes_.note_text(link.url);
        if (words.empty()) words = escape_markdown(link.url, {true, kind_ == LineKind::table_cell});
        spans_.push_back({SpanKind::whole, fmt::format("[{}]({})", words, link_destination(link.url)), style});
    } else {
        add_raw(std::move(words), style);
    }
}

void InlineWriter::add_link(const HtmlNode& node, Style style) {
    if (in_link_) return add_children(node, style);
    InlineWriter inner(notes_, kind_ == LineKind::table_cell ? LineKind::table_cell : LineKind::heading, true);
    inner.add_children(node, {});
    const std::vector<Span> spans = inner.joined();
    const bool begins = !inner.spans_.empty() && inner.spans_.front().raw.starts_with(' ');
    const bool ends = !inner.spans_.empty() && inner.spans_.back().raw.ends_with(' ');
    std::string words = inner.written(spans);
    if (begins) add_raw(" ", style);
    if (!words.empty()) {
        const ImportedLink link = notes_.link(node, trim_spaces(node.attribute("href")), false);
        if (link.kind != ImportedLink::Kind::words) words = fmt::format("[{}]({})", words, link_destination(link.url));
        spans_.push_back({SpanKind::whole, std::move(words), style});
    }
    if (ends) add_raw(" ", style);
}

void InlineWriter::add_raised(const HtmlNode& node, Style style) {
    const std::string text = text_of(node);
    const std::string up = raised(trim_spaces(text), node.is("sup"));
    if (up.empty()) return add_children(node, style);
    notes_.note_text(up);
    add_raw(up, style);
}

// Films, frames and drawings: what they show cannot come along, where they are can.
void InlineWriter::add_embedded(const HtmlNode& node, Style style) {
    std::string_view source = node.attribute(node.is("object") ? "data" : "src");
    for (const HtmlNode& child : node.children) {
        if (source.empty() && child.is("source")) source = child.attribute("src");
    }
    notes_.lose(node, "left-out", fmt::format("<{}> cannot be shown", node.tag), source.empty() ? "describe it, or put a picture in its place" : "a link stands in its place");
    if (source.empty()) {
        if (!node.is("svg")) add_children(node, style);
        return;
    }
    const ImportedLink link = notes_.link(node, source, false);
    if (link.kind == ImportedLink::Kind::words || in_link_) return;
    std::string_view name = trim_spaces(node.attribute("title"));
    if (name.empty()) name = source;
    notes_.note_text(name);
    spans_.push_back({SpanKind::whole, fmt::format("[{}]({})", escape_markdown(collapse_spaces(name), {true, true}), link_destination(link.url)), style});
}

// Blocks inside a line: in cells of tables and in links.
void InlineWriter::add_block(const HtmlNode& node, Style style) {
    if (node.is("td") || node.is("th")) {
        if (!spans_.empty() && spans_.back().kind != SpanKind::line_break) add_raw(" · ", style);
        return add_children(node, style);
    }
    break_line();
    if (node.is("li")) add_raw("• ", style);
    add_children(node, style);
    break_line();
}

void InlineWriter::break_line() {
    if (!spans_.empty() && spans_.back().kind == SpanKind::line_break && kind_ != LineKind::paragraph) return;
    spans_.push_back({SpanKind::line_break, {}, {}});
}

// Spaces at the ends of emphasised text belong outside; in the whole line two never follow each other.
void InlineWriter::move_spaces_out(std::vector<Span>& spans) {
    std::vector<Span> out;
    for (Span& span : spans) {
        if (span.kind == SpanKind::text && !span.style.is_plain()) {
            const std::size_t begin = span.raw.find_first_not_of(' ');
            if (begin == std::string::npos) {
                out.push_back({SpanKind::text, " ", {}});
                continue;
            }
            const std::size_t end = span.raw.find_last_not_of(' ') + 1;
            const bool ends = end < span.raw.size();
            if (begin > 0) out.push_back({SpanKind::text, " ", {}});
            out.push_back({span.kind, span.raw.substr(begin, end - begin), span.style});
            if (ends) out.push_back({SpanKind::text, " ", {}});
        } else {
            out.push_back(std::move(span));
        }
    }
    spans = std::move(out);
}

std::vector<InlineWriter::Span> InlineWriter::joined() {
    std::vector<Span> spans = spans_;
    move_spaces_out(spans);
    std::vector<Span> out;
    bool after_space = true;
    std::size_t breaks = 0;
    for (Span& span : spans) {
        if (span.kind == SpanKind::line_break) {
            ++breaks;
            continue;
        }
        if (breaks > 0) after_space = true;
        if (span.kind == SpanKind::text && after_space) span.raw.erase(0, std::min(span.raw.find_first_not_of(' '), span.raw.size()));
        if (span.raw.empty()) continue;
        if (breaks > 0 && !out.empty()) {
            std::string& before = out.back().raw;
            if (out.back().kind == SpanKind::text) before.erase(before.find_last_not_of(' ') + 1);
            out.push_back({SpanKind::line_break, breaks > 1 ? "\n\n" : "\n", {}});
        }
        breaks = 0;
        // Emphasis side by side with other emphasis would run into it: the first one goes on.
        if (!out.empty() && out.back().kind != SpanKind::line_break && !span.style.is_plain() && !out.back().style.is_plain() && !after_space)
            span.style = out.back().style;
        after_space = span.kind == SpanKind::text && span.raw.back() == ' ';
        out.push_back(std::move(span));
    }
    if (!out.empty() && out.back().kind == SpanKind::text) out.back().raw.erase(out.back().raw.find_last_not_of(' ') + 1);
    return out;
}

std::string InlineWriter::written(const std::vector<Span>& spans) const {
    std::string out;
    for (std::size_t i = 0; i < spans.size();) {
        if (spans[i].kind == SpanKind::line_break) {
            if (kind_ == LineKind::heading) out += ' ';
            else if (kind_ == LineKind::table_cell) out += "<br>";
            else out += spans[i].raw == "\n" ? "\\\n" : spans[i].raw;
            ++i;
            continue;
        }
        // All that follows in the same style is one run.
        std::size_t end = i;
        std::string run;
        const Style style = spans[i].style;
        for (; end < spans.size() && spans[end].kind != SpanKind::line_break && spans[end].style == style; ++end) run += spans[end].raw;
        std::string_view after = end < spans.size() && spans[end].kind != SpanKind::line_break ? std::string_view(spans[end].raw) : std::string_view();
        const bool works = !style.is_plain() && can_stand(out, last_letter(out), first_letter(run)) &&
                           can_stand(after, first_letter(after), last_letter(run));
        std::string mark = style.strike ? "~~" : "";
        mark += style.strong && style.em ? "***" : style.strong ? "**" : style.em ? "*" : "";
        if (!works) mark.clear();
        out.append(mark).append(run).append(mark.rbegin(), mark.rend());
        i = end;
    }
    return out;
}

std::string InlineWriter::take() {
    const std::string text = written(joined());
    spans_.clear();
    if (kind_ != LineKind::paragraph) return text;
    std::string out;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        out += escape_line_start(std::string_view(text).substr(at, end - at));
        if (end < text.size()) out += '\n';
        at = end + 1;
    }
    return out;
}

}  // namespace kb
