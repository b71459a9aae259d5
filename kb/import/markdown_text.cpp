#include "kb/import/markdown_text.h"

#include <algorithm>

#include "kb/base/ascii.h"

namespace kb {

namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

// ASCII only: whether other letters are words or marks is not told by their bytes.
bool is_word(char c) {
    return (c >= '0' && c <= '9') || (lower_ascii(c) >= 'a' && lower_ascii(c) <= 'z');
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// "&lt;" would be read as one character within an address, too.
bool begins_entity(std::string_view text) {
    const std::size_t end = text.find(';');
    return text.starts_with('&') && end != std::string_view::npos && end < 40 &&
           std::all_of(text.begin() + 1, text.begin() + static_cast<std::ptrdiff_t>(end), [](char c) { return is_word(c) || c == '#'; });
}

// How long the http address is that begins here; 0 when there is none.
std::size_t address_length(std::string_view text) {
    if (!text.starts_with("http://") && !text.starts_with("https://")) return 0;
    std::size_t end = 0;
    while (end < text.size() && text[end] > ' ' && static_cast<unsigned char>(text[end]) < 0x7f && text[end] != '<' &&
           text[end] != '>' && text[end] != '"' && text[end] != '|' && text[end] != '\\' && text[end] != '`' &&
           !begins_entity(text.substr(end)))
        ++end;
    while (end > 0 && std::string_view(".,;:!?)]}'*_~").find(text[end - 1]) != std::string_view::npos) --end;
    return end > text.find("//") + 2 ? end : 0;
}

class Escaper {
public:
    Escaper(std::string_view text, TextPlace place) : text_(text), place_(place) {}

    std::string escape() {
        while (at_ < text_.size()) {
            if (!take_address()) take_character();
        }
        return std::move(out_);
    }

private:
    bool begins_word() const { return at_ == 0 || !is_word(text_[at_ - 1]); }

    bool take_address() {
        if (place_.in_link || text_[at_] != 'h' || !begins_word()) return false;
        const std::size_t length = address_length(text_.substr(at_));
        if (length == 0) return false;
        out_.append("<").append(text_.substr(at_, length)).append(">");
        at_ += length;
        return true;
    }

    void take_character() {
        if (needs_escape()) out_ += '\\';
        out_ += text_[at_++];
    }

    bool needs_escape() const {
        const char c = text_[at_];
        const std::string_view rest = text_.substr(at_);
        switch (c) {
            case '\\': case '*': case '`': case '[': case ']': case '<': case '~': return true;
            case '|': return true;  // the line before may make a table of it
            case '_': return begins_word() || at_ + 1 == text_.size() || !is_word(text_[at_ + 1]);
            // What follows at the end of a text is another's, and unknown.
            case '&': return at_ + 1 == text_.size() || is_word(text_[at_ + 1]) || text_[at_ + 1] == '#';
            // Addresses that would become links, and the directives of kb/article.
            case ':': return rest.starts_with("://") || (rest.size() == 1 && (text_.ends_with("http:") || text_.ends_with("https:") || text_.ends_with("ftp:"))) || rest.starts_with(":::") || (at_ > 0 && text_[at_ - 1] == ':');
            case '.': return at_ >= 3 && lower_ascii(text_.substr(at_ - 3, 3)) == "www";
            default: return false;
        }
    }

    std::string_view text_;
    TextPlace place_;
    std::size_t at_ = 0;
    std::string out_;
};

// Of "1." and "1)", the place of the mark; npos for other lines.
std::size_t number_mark(std::string_view line) {
    std::size_t at = 0;
    while (at < line.size() && is_digit(line[at])) ++at;
    if (at == 0 || at > 9 || at == line.size() || (line[at] != '.' && line[at] != ')')) return std::string_view::npos;
    return at + 1 == line.size() || line[at + 1] == ' ' ? at : std::string_view::npos;
}

std::size_t longest_run(std::string_view text, char wanted) {
    std::size_t longest = 0, run = 0;
    for (const char c : text) {
        run = c == wanted ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

}  // namespace

std::string escape_markdown(std::string_view text, TextPlace place) {
    return Escaper(text, place).escape();
}

std::string escape_line_start(std::string_view line) {
    if (line.empty()) return {};
    const std::string escaped = "\\" + std::string(line);
    const bool alone = line.size() == 1;
    const bool then_space = alone || line[1] == ' ';
    switch (line[0]) {
        case '>': case '=': return escaped;
        case '+': return then_space ? escaped : std::string(line);
        case '-': return then_space || line.find_first_not_of("- :|") == std::string_view::npos ? escaped : std::string(line);
        case ':': return line.find_first_not_of("- :\\|") == std::string_view::npos ? escaped : std::string(line);
        case '#': {
            const std::size_t end = line.find_first_not_of('#');
            return end == std::string_view::npos || line[end] == ' ' ? escaped : std::string(line);
        }
        default: break;
    }
    const std::size_t mark = number_mark(line);
    if (mark == std::string_view::npos) return std::string(line);
    return std::string(line.substr(0, mark)).append("\\").append(line.substr(mark));
}

std::string code_span(std::string_view text, bool in_table) {
    const std::string line = collapse_spaces(text);
    const std::string_view content = trim_spaces(line);
    if (content.empty()) return {};
    const std::string ticks(longest_run(content, '`') + 1, '`');
    const std::string_view pad = content.front() == '`' || content.back() == '`' ? " " : "";
    std::string out = ticks + std::string(pad);
    for (const char c : content) {
        if (in_table && c == '|') out += '\\';
        out += c;
    }
    return out.append(pad).append(ticks);
}

std::string code_block(std::string_view text, std::string_view language) {
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    while (!text.empty()) {  // blank lines in front
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos || !trim_spaces(text.substr(0, end)).empty()) break;
        text.remove_prefix(end + 1);
    }
    const std::string fence(std::max<std::size_t>(3, longest_run(text, '`') + 1), '`');
    return fence + std::string(language) + "\n" + std::string(text) + (text.empty() ? "" : "\n") + fence;
}

std::string collapse_spaces(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (!is_space(c)) out += c;
        else if (out.empty() || out.back() != ' ') out += ' ';
    }
    return out;
}

std::string_view trim_spaces(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

}  // namespace kb
