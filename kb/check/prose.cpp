#include "kb/check/prose.h"

#include <algorithm>
#include <bitset>
#include <utility>

namespace kb {

namespace {

// An address or a tag that goes on for longer is none.
constexpr std::size_t longest_address = 2000;
constexpr std::size_t longest_run = 64;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view without_markers(std::string_view line) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t>"), line.size()));
    return line;
}

// How long the mark of a list item is, with the blank behind it; 0 for none.
std::size_t item_mark(std::string_view line) {
    std::size_t at = 0;
    while (at < line.size() && at < 9 && is_digit(line[at])) ++at;
    const bool is_mark = at > 0 ? at < line.size() && (line[at] == '.' || line[at] == ')')
                                : !line.empty() && std::string_view("-*+").find(line[0]) != std::string_view::npos;
    if (!is_mark) return 0;
    ++at;
    return at == line.size() || line[at] == ' ' || line[at] == '\t' ? std::min(at + 1, line.size()) : 0;
}

bool is_heading(std::string_view line) {
    const std::size_t marks = std::min(line.find_first_not_of('#'), line.size());
    return marks > 0 && marks <= 6 && (marks == line.size() || line[marks] == ' ' || line[marks] == '\t');
}

bool is_definition(std::string_view line) {
    const std::size_t end = line.find("]:");
    return line.starts_with('[') && end != std::string_view::npos && line.find(']') == end;
}

class ProseReader {
public:
    ProseReader(std::string_view source, std::size_t body) : body_(body) {
        prose_.text = source;
    }

    Prose read() {
        blank_comments();
        std::size_t block = 0;
        Prose::Line last = Prose::Line::other;
        for (std::size_t at = 0; at <= text().size();) {
            const std::size_t end = std::min(text().find('\n', at), text().size());
            const Prose::Line kind = at < body_ ? read_front_matter(at, end) : read_line(at, end);
            prose_.lines.push_back(kind);
            const bool goes_on = kind == last && (kind == Prose::Line::paragraph || kind == Prose::Line::item);
            if (!goes_on) {
                if (is_text(last)) read_inlines(block, at);
                block = at;
            }
            last = kind;
            at = end + 1;
        }
        if (is_text(last)) read_inlines(block, text().size());
        return std::move(prose_);
    }

private:
    std::string& text() { return prose_.text; }
    std::string_view view() const { return prose_.text; }

    static bool is_text(Prose::Line kind) { return kind != Prose::Line::other && kind != Prose::Line::front_matter; }

    void blank(std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            if (text()[i] != '\n') text()[i] = Prose::filler;
        }
    }

    // Those in code are taken, too: what is in code is no prose either way.
    void blank_comments() {
        std::size_t at = body_;
        while ((at = view().find("<!--", at)) != std::string_view::npos) {
            const std::size_t end = view().find("-->", at);
            if (end == std::string_view::npos) return;
            blank(at, end + 3);
            at = end + 3;
        }
    }

    Prose::Line read_front_matter(std::size_t begin, std::size_t end) {
        const std::string_view line = view().substr(begin, end - begin);
        for (const std::string_view key : {"title:", "description:"}) {
            if (!line.starts_with(key)) continue;
            blank(begin, begin + key.size());
            return Prose::Line::front_matter;
        }
        blank(begin, end);
        return Prose::Line::front_matter;
    }

    Prose::Line read_line(std::size_t begin, std::size_t end) {
        const std::string_view line = view().substr(begin, end - begin);
        const std::string_view content = without_markers(line);
        if (content.empty() || content.find_first_not_of(Prose::filler) == std::string_view::npos) {
            if (content.empty()) after_blank_ = true;
            return Prose::Line::other;
        }
        const bool was_after_blank = std::exchange(after_blank_, false);
        const bool is_indented = line.starts_with("    ") || line.starts_with('\t');
        const std::size_t mark = item_mark(content);
        if (is_in_fence(content, mark)) return take(begin, end);
        if (was_after_blank && is_indented && !in_list_) return after_blank_ = true, take(begin, end);
        if (mark > 0) in_list_ = true;
        else if (!is_indented && !line.starts_with(' ')) in_list_ = in_list_ && !was_after_blank;
        if (is_heading(content)) return in_list_ = false, Prose::Line::heading;
        if (is_definition(content) || content.starts_with(":::")) return take(begin, end);
        if (mark > 0) return Prose::Line::item;
        if (content.find('|') != std::string_view::npos && (content.starts_with('|') || content.ends_with('|') || in_table_)) {
            in_table_ = true;
            return Prose::Line::table;
        }
        in_table_ = false;
        return in_list_ && !prose_.lines.empty() && (is_indented || line.starts_with(' ') || !was_after_blank) ? Prose::Line::item : Prose::Line::paragraph;
    }

    Prose::Line take(std::size_t begin, std::size_t end) {
        blank(begin, end);
        return Prose::Line::other;
    }

    bool is_in_fence(std::string_view content, std::size_t mark) {
        if (fence_ == 0) content.remove_prefix(mark);
        content.remove_prefix(std::min(content.find_first_not_of(' '), content.size()));
        const char first = content.empty() ? ' ' : content[0];
        const std::size_t run = first == '`' || first == '~' ? std::min(content.find_first_not_of(first), content.size()) : 0;
        if (fence_ == 0) {
            if (run < 3 || (first == '`' && content.find('`', run) != std::string_view::npos)) return false;
            fence_ = run;
            fence_mark_ = first;
            return true;
        }
        if (first == fence_mark_ && run >= fence_ && content.find_first_not_of(" \t", run) == std::string_view::npos) fence_ = 0;
        return true;
    }

    // --- Within the lines of one block ------------------------------------------------------------------------------------

    void read_inlines(std::size_t begin, std::size_t end) {
        unclosed_.reset();
        for (std::size_t at = begin; at < end;) at = std::max(read_inline(at, end), at + 1);
    }

    // What begins at `at` and is no prose is blanked; where to go on.
    std::size_t read_inline(std::size_t at, std::size_t end) {
        const std::string_view rest = view().substr(at, end - at);
        switch (rest[0]) {
            case '\\': return at + 2;
            case '`': return read_code(at, end);
            case '<': return rest.size() > 1 && (is_letter(rest[1]) || rest[1] == '/' || rest[1] == '!' || rest[1] == '?') ? blank_through('>', at, end) : at + 1;
            case '{': return rest.starts_with("{#") || rest.starts_with("{{") ? blank_through('}', at, end) : at + 1;
            case '[': return rest.starts_with("[!") && rest.size() > 2 && is_letter(rest[2]) ? blank_nested(at, '[', ']', end) : at + 1;
            case ']': return read_target(at + 1, end);
            case '&': return read_entity(at, end);
            case 'h': return rest.starts_with("http://") || rest.starts_with("https://") ? blank_address(at, end) : at + 1;
            case 'w': return rest.starts_with("www.") ? blank_address(at, end) : at + 1;
            default: return at + 1;
        }
    }

    std::size_t read_code(std::size_t at, std::size_t end) {
        const std::size_t run = std::min(view().find_first_not_of('`', at), end) - at;
        if (run >= longest_run || unclosed_.test(run)) return at + run;
        for (std::size_t close = view().find('`', at + run); close < end;) {
            const std::size_t length = std::min(view().find_first_not_of('`', close), end) - close;
            if (length == run) return blank(at, close + length), close + length;
            close = view().find('`', close + length);
        }
        unclosed_.set(run);
        return at + run;
    }

    std::size_t blank_through(char close, std::size_t at, std::size_t end) {
        const std::size_t found = view().substr(0, std::min(end, at + longest_address)).find(close, at);
        if (found == std::string_view::npos) return at + 1;
        blank(at, found + 1);
        return found + 1;
    }

    std::size_t blank_nested(std::size_t at, char open, char close, std::size_t end) {
        int depth = 0;
        for (std::size_t i = at; i < std::min(end, at + longest_address); ++i) {
            if (view()[i] == open) ++depth;
            if (view()[i] == close && --depth == 0) return blank(at, i + 1), i + 1;
        }
        return at + 1;
    }

    // (address) or [label] behind the words of a link.
    std::size_t read_target(std::size_t at, std::size_t end) {
        if (at >= end) return at;
        if (view()[at] == '(') return blank_nested(at, '(', ')', end);
        return view()[at] == '[' ? blank_nested(at, '[', ']', end) : at;
    }

    std::size_t read_entity(std::size_t at, std::size_t end) {
        const std::size_t close = view().substr(0, std::min(end, at + 10)).find(';', at);
        if (close == std::string_view::npos || close < at + 3) return at + 1;
        const std::string_view name = view().substr(at + 1, close - at - 1);
        if (!std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '#'; })) return at + 1;
        if (name == "nbsp") std::fill(text().begin() + static_cast<std::ptrdiff_t>(at), text().begin() + static_cast<std::ptrdiff_t>(close) + 1, ' ');
        else blank(at, close + 1);
        return close + 1;
    }

    std::size_t blank_address(std::size_t at, std::size_t end) {
        const std::size_t found = std::min(view().find_first_of(" \t\n<>\"|", at), end);
        blank(at, found);
        return found;
    }

    std::size_t body_;
    Prose prose_;
    bool after_blank_ = true, in_list_ = false, in_table_ = false;
    std::size_t fence_ = 0;  // how long the mark is that opened it
    char fence_mark_ = 0;
    std::bitset<longest_run> unclosed_;  // lengths of runs of backticks that the block has no further one of
};

}  // namespace

Prose read_prose(std::string_view source, std::size_t body) {
    return ProseReader(source, body).read();
}

}  // namespace kb
