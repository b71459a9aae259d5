#include "kb/import/block_writer.h"

#include <algorithm>

#include <fmt/format.h>

#include "kb/base/ascii.h"
#include "kb/import/callout.h"
#include "kb/import/html_table.h"
#include "kb/import/markdown_text.h"

namespace kb {

namespace {

// Lists and quotations within each other; deeper ones are flattened. kb/article reads up to 200.
constexpr int max_nesting = 16;

bool is_heading(const HtmlNode& node) {
    return node.tag.size() == 2 && node.tag[0] == 'h' && node.tag[1] >= '1' && node.tag[1] <= '6';
}

bool is_code_paragraph(const HtmlNode& node) {
    return node.is("p") && (node.has_class("code") || node.has_class("codeblock"));
}

// Puts `first` before the first line and `rest` before the others; empty lines stay empty, but for marks.
std::string indented(std::string_view text, std::string_view first, std::string_view rest) {
    std::string out;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = text.substr(at, end - at);
        std::string_view prefix = at == 0 ? first : rest;
        if (line.empty()) prefix = prefix.substr(0, prefix.find_last_not_of(' ') + 1);
        out.append(prefix).append(line);
        if (end < text.size()) out += '\n';
        at = end + 1;
    }
    return out;
}

std::string language_in(std::string_view classes) {
    for (const std::string_view mark : {"language-", "lang-", "highlight-source-", "brush: ", "sourceCode "}) {
        const std::size_t at = classes.find(mark);
        if (at == std::string_view::npos || (at > 0 && classes[at - 1] != ' ')) continue;
        std::string_view name = classes.substr(at + mark.size());
        name = name.substr(0, name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+#-_."));
        if (!name.empty()) return lower_ascii(name);
    }
    return {};
}

std::string code_language(const HtmlNode& pre) {
    if (const auto named = pre.attribute("data-lang"); is_name_ascii(named)) return lower_ascii(named);
    std::string language = language_in(pre.attribute("class"));
    for (const HtmlNode& child : pre.children) {
        if (language.empty() && child.is("code")) language = language_in(child.attribute("class"));
    }
    return language;
}

// As it stands, with line ends where <br> is.
void append_code(const HtmlNode& node, std::string& text) {
    if (node.is("br")) text += '\n';
    text += node.text;
    for (const HtmlNode& child : node.children) append_code(child, text);
}

std::string plain_code(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n' || c == '\t' || !is_control_ascii(c)) out += c;
    }
    return out;
}

bool is_tight(const std::vector<BlockWriter::Block>& blocks) {
    using Kind = BlockWriter::Block::Kind;
    if (blocks.size() > 2) return false;
    if (blocks.empty()) return true;
    if (blocks[0].kind != Kind::paragraph || blocks[0].text.find("\n\n") != std::string::npos) return false;
    return blocks.size() == 1 || blocks[1].kind == Kind::bullets ||
           (blocks[1].kind == Kind::numbers && blocks[1].text.starts_with("1."));
}

// Takes "[!NOTE]" off the first text. Whether the first text was met.
bool take_marker(HtmlNode& node) {
    if (node.is_text() && !trim_spaces(node.text).empty()) {
        const std::size_t begin = node.text.find("[!"), end = node.text.find(']');
        if (begin != std::string::npos && begin < end && trim_spaces(node.text.substr(0, begin)).empty()) node.text.erase(0, end + 1);
        return true;
    }
    return std::any_of(node.children.begin(), node.children.end(), take_marker);
}

int list_start(const HtmlNode& list) {
    const std::string_view start = list.attribute("start");
    const bool good = !start.empty() && start.size() <= 6 && start.find_first_not_of("0123456789") == std::string_view::npos;
    return good ? std::stoi(std::string(start)) : 1;
}

// "[x] " of an item with a checkbox.
std::string_view task_mark(const HtmlNode& item) {
    const HtmlNode* at = &item;
    for (int deep = 0; deep < 3 && at != nullptr; ++deep) {
        const HtmlNode* next = nullptr;
        for (const HtmlNode& child : at->children) {
            if (child.is("input") && child.attribute("type") == "checkbox") return child.has("checked") ? "[x] " : "[ ] ";
            if (next == nullptr && (child.is("p") || child.is("label"))) next = &child;
            if (child.is_text() && !trim_spaces(child.text).empty()) break;
        }
        at = next;
    }
    return {};
}

}  // namespace

void BlockWriter::add_children(const HtmlNode& node) {
    for (const HtmlNode& child : node.children) {
        if (in_callout_ && is_callout_trimming(child)) continue;
        if (is_hidden_alternative(node, child)) {
            notes_.lose_once(child, "hidden-text", "text that only a script shows is left out",
                             "of alternatives the default one was kept; add what is missing by hand");
        } else {
            add(child);
        }
    }
}

void BlockWriter::add(const HtmlNode& node) {
    if (&node == left_out_) {
        each_html_node(node, [this](const HtmlNode& inner) { notes_.note_ids(inner); });
        return;
    }
    if (node.is_text() || !holds_block(node)) {
        // An anchor by itself belongs to what follows.
        if (!is_left_out(node)) line_.add(node);
        return;
    }
    if (is_left_out(node)) return;
    if (!is_block(node) && node.is("a") && node.has("href")) return line_.add(node);
    flush();
    if (!is_heading(node)) notes_.note_ids(node);
    add_block(node);
    flush();
}

void BlockWriter::add_block(const HtmlNode& node) {
    if (is_heading(node)) return add_heading(node);
    if (const auto kind = callout_of(node); !kind.empty()) return add_quote(node, kind);
    if (node.is("ul") || node.is("ol") || node.is("menu") || node.is("dir")) return add_list(node);
    if (node.is("dl")) return add_definitions(node);
    if (node.is("blockquote")) return add_quote(node, callout_marker(text_of(node).substr(0, 40)));
    if (node.is("pre")) return add_code(node);
    if (is_code_paragraph(node)) return add_code_line(node);
    if (node.is("table")) return add_table(node);
    if (node.is("hr")) return push(Block::Kind::other, "---");
    if (node.is("figure")) return add_figure(node);
    if (node.is("details")) return add_details(node);
    if (node.is("iframe") || node.is("video")) return line_.add(node);
    add_children(node);
}

void BlockWriter::flush() {
    std::string text = line_.take();
    if (!text.empty()) push(Block::Kind::paragraph, std::move(text));
}

void BlockWriter::push(Block::Kind kind, std::string text) {
    // Lines of code, one paragraph each, are one block.
    if (kind == Block::Kind::code_line && !blocks_.empty() && blocks_.back().kind == kind) {
        std::string& before = blocks_.back().text;
        before = code_block(before.substr(before.find('\n') + 1, before.rfind('\n') - before.find('\n')) +
                                text.substr(text.find('\n') + 1, text.rfind('\n') - text.find('\n') - 1), "");
        return;
    }
    blocks_.push_back({kind, std::move(text)});
}

// Inside lists and quotations a heading begins no section: there it is a line in bold.
void BlockWriter::add_heading(const HtmlNode& node) {
    if (depth_ > 0) {
        notes_.note_ids(node);
        return add_bold(node);
    }
    if (words_only(text_of(node)).empty()) {
        notes_.note_ids(node);
        return add_children(node);
    }
    // Ids within it are its own, so they are noted before it begins.
    each_html_node(node, [this](const HtmlNode& inner) { notes_.note_ids(inner); });
    InlineWriter line(notes_, LineKind::heading);
    notes_.begin_heading();
    for (const HtmlNode& child : node.children) line.add(child);
    std::string words = line.take();
    if (words.ends_with('#')) words.insert(words.size() - 1, "\\");
    // At the end of a heading this would be its anchor, escaped or not.
    if (const std::size_t brace = words.rfind("{#"); words.ends_with('}') && brace != std::string::npos) words.insert(brace + 1, "<!-- -->");
    const int level = std::max(node.tag[1] - '0', 2);
    std::string text = std::string(static_cast<std::size_t>(level), '#') + " " + words;
    if (const auto anchor = node.attribute("data-anchor"); !anchor.empty()) text += fmt::format(" {{#{}}}", anchor);
    push(Block::Kind::other, std::move(text));
}

bool BlockWriter::is_deep(const HtmlNode& node) {
    if (depth_ < max_nesting) return false;
    notes_.lose_once(node, "nested-too-deep", fmt::format("lists and quotations nest beyond {} levels", max_nesting),
                     "the innermost were flattened; simplify the page");
    return true;
}

std::vector<BlockWriter::Block> BlockWriter::inner_blocks(const HtmlNode& node, bool is_quote, bool is_callout) {
    BlockWriter inner(notes_, depth_ + 1);
    inner.in_quote_ = in_quote_ || is_quote;
    if (inner.in_quote_) inner.line_.spell_tasks();
    inner.in_callout_ = is_callout;
    inner.leave_out(left_out_);
    inner.add_children(node);
    return inner.take();
}

void BlockWriter::add_list(const HtmlNode& node) {
    if (is_deep(node)) return add_children(node);
    struct Item {
        std::vector<Block> blocks;
        std::string_view task;
    };
    std::vector<Item> items;
    for (const HtmlNode& child : node.children) {
        if (child.is_text() && trim_spaces(child.text).empty()) continue;
        notes_.note_ids(child);
        HtmlNode wrapped;
        const bool is_item = child.is("li");
        if (!is_item) wrapped.children.push_back(child);
        auto blocks = inner_blocks(is_item ? child : wrapped, false, false);
        // A list directly within a list belongs to the item before it.
        if (!is_item && !items.empty()) std::move(blocks.begin(), blocks.end(), std::back_inserter(items.back().blocks));
        else if (!blocks.empty()) items.push_back({std::move(blocks), in_quote_ ? std::string_view() : task_mark(child)});
    }
    if (items.empty()) return;
    const bool tight = std::all_of(items.begin(), items.end(), [](const Item& item) { return is_tight(item.blocks); });
    const bool numbered = node.is("ol");
    const Block::Kind kind = numbered ? Block::Kind::numbers : Block::Kind::bullets;
    // The mark tells it from a list of the same kind just before it.
    const bool other = !blocks_.empty() && blocks_.back().kind == kind && blocks_.back().text.find(numbered ? ". " : "- ") < 8;
    int number = list_start(node);
    std::string text;
    for (const Item& item : items) {
        const std::string mark = numbered ? fmt::format("{}{} ", number++, other ? ')' : '.') : other ? "* " : "- ";
        std::string body;
        for (const Block& block : item.blocks) body += (body.empty() ? "" : tight ? "\n" : "\n\n") + block.text;
        if (!text.empty()) text += tight ? "\n" : "\n\n";
        // The parser knows tasks only before words.
        const bool is_task = !item.blocks.empty() && item.blocks.front().kind == Block::Kind::paragraph;
        text += indented(std::string(is_task ? item.task : "") + body, mark, std::string(mark.size(), ' '));
    }
    push(kind, std::move(text));
}

// Markdown has no list of terms: each becomes an item that begins with the term in bold.
void BlockWriter::add_definitions(const HtmlNode& node) {
    HtmlNode list;
    list.tag = "ul";
    list.line = node.line;
    const auto take = [&list](const HtmlNode& child) {
        if (child.is("dt")) {
            list.children.push_back({});
            HtmlNode& item = list.children.back();
            item.tag = "li";
            item.line = child.line;
            HtmlNode term;
            term.tag = "p";
            term.line = child.line;
            term.attributes = child.attributes;
            term.children.push_back({});
            term.children.back().tag = "b";
            term.children.back().children = child.children;
            item.children.push_back(std::move(term));
        } else if (child.is("dd")) {
            if (list.children.empty()) list.children.push_back({"li", {}, {}, {}, child.line});
            HtmlNode meaning = child;
            meaning.tag = "div";
            list.children.back().children.push_back(std::move(meaning));
        }
    };
    for (const HtmlNode& child : node.children) {
        if (!child.is("div")) take(child);
        for (const HtmlNode& inner : child.children) {
            if (child.is("div")) take(inner);
        }
    }
    add_list(list);
}

void BlockWriter::add_quote(const HtmlNode& node, std::string_view kind) {
    if (is_deep(node)) return add_children(node);
    const auto blocks_within = [&] {
        if (kind.empty() || !node.is("blockquote")) return inner_blocks(node, true, !kind.empty());
        HtmlNode content = node;
        take_marker(content);
        return inner_blocks(content, true, true);
    };
    const std::vector<Block> blocks = blocks_within();
    if (blocks.empty()) return;
    const std::string text = text_of_blocks(blocks);
    if (!kind.empty()) {
        ++notes_.counts().callouts;
    }
    push(Block::Kind::other, indented(kind.empty() ? text : fmt::format("[!{}]\n{}{}", kind, blocks.front().kind == Block::Kind::paragraph ? "" : "\n", text), "> ", "> "));
}

void BlockWriter::add_code(const HtmlNode& node) {
    each_html_node(node, [&](const HtmlNode& inner) {
        if (&inner != &node) notes_.note_ids(inner);
    });
    std::string text;
    append_code(node, text);
    if (trim_spaces(text).empty()) return;
    notes_.note_text(text);
    ++notes_.counts().code_blocks;
    push(Block::Kind::other, code_block(plain_code(text), code_language(node)));
}

void BlockWriter::add_code_line(const HtmlNode& node) {
    const std::string text = text_of(node);
    if (trim_spaces(text).empty()) return;
    each_html_node(node, [&](const HtmlNode& inner) {
        if (&inner != &node) notes_.note_ids(inner);
    });
    notes_.note_text(text);
    ++notes_.counts().code_blocks;
    push(Block::Kind::code_line, code_block(plain_code(trim_spaces(text)), ""));
}

void BlockWriter::add_figure(const HtmlNode& node) {
    const auto is_caption = [](const HtmlNode& child) { return child.is("figcaption"); };
    for (const HtmlNode& child : node.children) {
        if (!is_caption(child)) add(child);
    }
    flush();
    for (const HtmlNode& child : node.children) {
        if (!is_caption(child)) continue;
        HtmlNode emphasis;
        emphasis.tag = "em";
        emphasis.line = child.line;
        emphasis.children = child.children;
        HtmlNode holder;
        holder.tag = "div";
        (holds_block(emphasis) ? holder.children = child.children : (holder.children.push_back(emphasis), holder.children));
        add_children(holder);
        flush();
    }
}

// Our pages fold nothing away: what it is about stands in bold above what it holds.
void BlockWriter::add_details(const HtmlNode& node) {
    for (const HtmlNode& child : node.children) {
        if (child.is("summary")) {
            flush();
            add_bold(child);
        } else {
            add(child);
        }
    }
}

void BlockWriter::add_bold(const HtmlNode& node) {
    if (holds_block(HtmlNode{"span", {}, {}, node.children, node.line})) return add_children(node);
    HtmlNode bold;
    bold.tag = "b";
    bold.line = node.line;
    bold.children = node.children;
    line_.add(bold);
    flush();
}

void BlockWriter::add_table(const HtmlNode& node) {
    const HtmlTable table(node);
    if (table.caption() != nullptr) {
        add_bold(*table.caption());
        flush();
    }
    if (table.is_layout()) {
        table.each_cell([this](const HtmlNode& cell) {
            notes_.note_ids(cell);
            add_children(cell);
            flush();
        });
        return;
    }
    std::string text = write_table(table, notes_);
    if (!text.empty()) push(Block::Kind::other, std::move(text));
}

std::vector<BlockWriter::Block> BlockWriter::take() {
    flush();
    return std::move(blocks_);
}

std::string BlockWriter::text_of_blocks(const std::vector<Block>& blocks) {
    std::string text;
    for (const Block& block : blocks) {
        if (!text.empty()) text += "\n\n";
        text += block.text;
    }
    return text;
}

std::string write_markdown(const HtmlNode& node, PageNotes& notes, const HtmlNode* title) {
    BlockWriter writer(notes, 0);
    writer.leave_out(title);
    writer.add_children(node);
    return BlockWriter::text_of_blocks(writer.take());
}

}  // namespace kb
