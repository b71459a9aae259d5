#include "kb/import/template_tags.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include "kb/base/ascii.h"
#include "kb/base/utf8.h"
#include "kb/import/callout.h"
#include "kb/import/markdown_text.h"

namespace kb {

namespace {

constexpr std::size_t longest_tag = 4096;  // bytes; what is longer is text
constexpr std::size_t shown_tag = 100;

struct Argument {
    std::string key, value;  // without a key when it is told by its place
    bool is_quoted = false;
};

struct Tag {
    enum class Kind { shortcode, liquid, value };
    Kind kind = Kind::value;
    std::size_t begin = 0, end = 0;  // in the text
    int line = 0;
    std::string name;                // "note" of "{% endnote %}", too
    std::vector<Argument> arguments;
    bool closes = false;             // {{< /note >}}, {% endnote %}
    bool has_end = false;            // an opening one
    std::size_t partner = 0;         // its place among the tags, when has_end

    // The value of the first of these keys; else empty.
    std::string given(std::initializer_list<std::string_view> keys) const {
        for (const std::string_view key : keys) {
            for (const Argument& argument : arguments) {
                if (argument.key == key) return argument.value;
            }
        }
        return {};
    }
    // The first argument without a key, else empty.
    std::string first() const {
        for (const Argument& argument : arguments) {
            if (argument.key.empty()) return argument.value;
        }
        return {};
    }
};

bool is_name(char c) {
    return (lower_ascii(c) >= 'a' && lower_ascii(c) <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == '/';
}

std::vector<Argument> read_arguments(std::string_view text) {
    std::vector<Argument> arguments;
    while (!(text = trim_spaces(text)).empty()) {
        Argument argument;
        const std::size_t sign = text.find_first_of("= \t\n\"'`");
        if (sign != std::string_view::npos && text[sign] == '=') {
            argument.key = lower_ascii(text.substr(0, sign));
            text.remove_prefix(sign + 1);
        }
        const char quote = text.empty() ? ' ' : text.front();
        argument.is_quoted = quote == '"' || quote == '\'' || quote == '`';
        if (argument.is_quoted) text.remove_prefix(1);
        const std::size_t end = std::min(argument.is_quoted ? text.find(quote) : text.find_first_of(" \t\n"), text.size());
        argument.value = text.substr(0, end);
        text.remove_prefix(std::min(end + (argument.is_quoted ? 1 : 0), text.size()));
        if (!argument.value.empty()) arguments.push_back(std::move(argument));
    }
    return arguments;
}

// Its marks, and what they end with.
struct Marks {
    std::string_view begin, end;
    Tag::Kind kind;
};
constexpr std::array<Marks, 4> all_marks = {{{"{{<", ">}}", Tag::Kind::shortcode}, {"{{%", "%}}", Tag::Kind::shortcode}, {"{%", "%}", Tag::Kind::liquid}, {"{{", "}}", Tag::Kind::value}}};

// The tags of a text, those within code left out.
class TagReader {
public:
    TagReader(std::string_view text, int first_line) : text_(text), line_(first_line) {}

    std::vector<Tag> read() {
        while (at_ < text_.size()) {
            if (is_line_begin_ && skip_fence()) continue;
            const char c = text_[at_];
            if (c == '`') skip_code();
            else if (c != '{' || !take_tag()) step(1);
        }
        pair();
        return std::move(tags_);
    }

private:
    void step(std::size_t bytes) {
        for (; bytes > 0 && at_ < text_.size(); --bytes) {
            is_line_begin_ = text_[at_] == '\n';
            line_ += is_line_begin_ ? 1 : 0;
            ++at_;
        }
    }

    std::string_view rest_of_line() const { return text_.substr(at_, std::min(text_.find('\n', at_), text_.size()) - at_); }

    bool skip_fence() {
        const std::string_view opening = trim_spaces(rest_of_line());
        if (!opening.starts_with("```") && !opening.starts_with("~~~")) return false;
        const std::string_view fence = opening.substr(0, opening.find_first_not_of(opening[0]));
        do {
            step(rest_of_line().size() + 1);
            const std::string_view line = trim_spaces(rest_of_line());
            if (line.starts_with(fence) && line.find_first_not_of(fence[0]) == std::string_view::npos) break;
        } while (at_ < text_.size());
        step(rest_of_line().size() + 1);
        return true;
    }

    // A run of backticks to the next as long, within the paragraph.
    void skip_code() {
        const std::size_t run = std::min(text_.find_first_not_of('`', at_), text_.size()) - at_;
        const std::size_t paragraph = std::min(text_.find("\n\n", at_), text_.size());
        std::size_t at = at_ + run;
        while ((at = text_.find('`', at)) < paragraph) {
            const std::size_t other = std::min(text_.find_first_not_of('`', at), text_.size()) - at;
            at += other;
            if (other == run) return step(at - at_);
        }
        step(run);
    }

    bool take_tag() {
        const std::string_view rest = text_.substr(at_, longest_tag);
        const auto marks = std::find_if(all_marks.begin(), all_marks.end(), [&](const Marks& each) { return rest.starts_with(each.begin); });
        if (marks == all_marks.end()) return false;
        const std::size_t end = rest.find(marks->end, marks->begin.size());
        if (end == std::string_view::npos) return false;
        std::string_view inside = rest.substr(marks->begin.size(), end - marks->begin.size());
        Tag tag;
        tag.kind = marks->kind;
        tag.begin = at_;
        tag.end = at_ + end + marks->end.size();
        tag.line = line_;
        if (inside.starts_with('-')) inside.remove_prefix(1);  // without the blanks around
        if (inside.ends_with('-')) inside.remove_suffix(1);
        inside = trim_spaces(inside);
        const bool is_comment = inside.starts_with("/*");
        if (inside.ends_with('/') && !is_comment && tag.kind == Tag::Kind::shortcode) inside.remove_suffix(1);
        if (inside.starts_with('/') && !is_comment) {
            tag.closes = true;
            inside = trim_spaces(inside.substr(1));
        }
        std::size_t name = 0;
        while (!is_comment && name < inside.size() && is_name(inside[name])) ++name;
        tag.name = is_comment ? "/*" : lower_ascii(inside.substr(0, name));
        if (tag.kind == Tag::Kind::liquid && tag.name.starts_with("end") && tag.name.size() > 3) {
            tag.closes = true;
            tag.name.erase(0, 3);
        }
        tag.arguments = read_arguments(tag.kind == Tag::Kind::value ? inside : inside.substr(name));
        tags_.push_back(std::move(tag));
        step(tags_.back().end - at_);
        return true;
    }

    // Each closing one with the last open one of its name.
    void pair() {
        std::map<std::pair<Tag::Kind, std::string>, std::vector<std::size_t>> open;
        for (std::size_t i = 0; i < tags_.size(); ++i) {
            Tag& tag = tags_[i];
            auto& waiting = open[{tag.kind, tag.name}];
            if (!tag.closes) {
                waiting.push_back(i);
            } else if (!waiting.empty()) {
                Tag& opening = tags_[waiting.back()];
                opening.has_end = tag.has_end = true;
                opening.partner = i;
                tag.partner = waiting.back();
                waiting.pop_back();
            }
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int line_;
    bool is_line_begin_ = true;
    std::vector<Tag> tags_;
};

// What is said last: {% hint style="danger" %} is a danger, {{% notice tip %}} a tip. Empty for other tags.
std::string_view kind_of(const Tag& tag) {
    std::string_view kind = callout_named(tag.name);
    if (kind.empty() && tag.name != "callout" && tag.name != "admonition") return {};
    if (kind.empty()) kind = "NOTE";
    for (const Argument& argument : tag.arguments) {
        const bool may_be = argument.key.empty() ? !argument.is_quoted : argument.key == "style" || argument.key == "type" || argument.key == "color" || argument.key == "class" || argument.key == "level";
        if (const auto named = may_be ? callout_named(argument.value) : std::string_view(); !named.empty()) kind = named;
    }
    return kind;
}

// Conditions, includes and the like quote what no reader sees.
bool shows_quoted(const Tag& tag) {
    return tag.kind == Tag::Kind::shortcode && !tag.name.starts_with("include") && tag.name != "readfile" && tag.name != "partial";
}

std::string title_of(const Tag& tag) {
    if (std::string title = tag.given({"title", "header", "heading", "summary", "tabname", "name", "label", "content", "text"}); !title.empty()) return title;
    for (const Argument& argument : tag.arguments) {
        if (argument.key.empty() && argument.is_quoted && shows_quoted(tag)) return argument.value;
    }
    return {};
}

std::string shown_title(std::string_view title, bool is_bold) {
    const std::string text = escape_markdown(collapse_spaces(title));
    return is_bold ? "**" + text + "**" : text;
}

// "ref:" and the page, its anchor behind it; blanks would end an address.
std::string reference_to(std::string_view page) {
    std::string address = "ref:";
    for (const char c : page) address += c == ' ' ? std::string("%20") : std::string(1, c);
    return address;
}

class Untagger {
public:
    Untagger(std::string_view text, int first_line) : text_(text), line_(first_line), tags_(TagReader(text, first_line).read()) {}

    UntaggedMarkdown translate() {
        std::size_t at = 0;
        for (std::size_t i = 0; i < tags_.size(); ++i) {
            const Tag& tag = tags_[i];
            if (tag.begin < at) continue;  // within raw text
            copy(text_.substr(at, tag.begin - at));
            at = take(tag);
            line_ = tag.line + static_cast<int>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(tag.begin), text_.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
        }
        copy(text_.substr(at));
        if (!line_begins_) end_line();
        return std::move(out_);
    }

private:
    void end_line() {
        out_.text += '\n';
        out_.lines.push_back(line_);
        line_begins_ = true;
    }

    // Of the page.
    void copy(std::string_view text) {
        for (const char c : text) {
            if (c == '\n') {
                end_line();
                ++line_;
            } else {
                out_.text += c;
                line_begins_ = false;
            }
        }
    }

    // Of ours: all its lines are one of the page.
    void put(std::string_view text) {
        for (const char c : text) {
            if (c == '\n') {
                end_line();
            } else {
                out_.text += c;
                line_begins_ = false;
            }
        }
    }

    void lose(const Tag& tag, std::string_view what, std::string hint) {
        std::string_view written = cut_utf8(text_.substr(tag.begin, tag.end - tag.begin), shown_tag);
        out_.lost.push_back({tag.line, fmt::format("{} '{}'", what, one_line_of(written)), std::move(hint)});
    }

    static std::string one_line_of(std::string_view text) { return collapse_spaces(text); }

    // Where the page goes on.
    std::size_t take(const Tag& tag) {
        if (tag.name == "/*") return take_quoted(tag);
        if (tag.kind == Tag::Kind::value) return take_value(tag);
        if (tag.name == "raw" || tag.name == "verbatim") return take_raw(tag);
        if (tag.name == "comment") return take_comment(tag);
        if (tag.name == "highlight" || (tag.name == "code" && tag.kind == Tag::Kind::shortcode)) return take_code(tag);
        if (const auto kind = kind_of(tag); !kind.empty() && (tag.has_end || !tag.closes)) return take_box(tag, kind);
        if (tag.closes) {  // its opening one was told
            if (!tag.has_end) lose(tag, "nothing begins what ends with", "its text stays; look whether it reads well");
            return tag.end;
        }
        if (tag.name == "ref" || tag.name == "relref" || tag.name == "link" || tag.name == "post_url") return take_reference(tag);
        if (tag.name == "figure" || tag.name == "img" || tag.name == "image") return take_picture(tag);
        if (tag.name == "youtube" || tag.name == "vimeo") return take_film(tag);
        return take_other(tag);
    }

    // Hugo shows {{</* note */>}} as {{< note >}}, and nothing of {{/* note */}}.
    std::size_t take_quoted(const Tag& tag) {
        if (tag.kind == Tag::Kind::value) return take_comment(tag);
        std::string shown(text_.substr(tag.begin, tag.end - tag.begin));
        for (const std::string_view mark : {"/*", "*/"}) {
            if (const std::size_t at = shown.find(mark); at != std::string::npos) shown.erase(at, mark.size());
        }
        put(code_span(shown, false));
        return tag.end;
    }

    std::size_t take_value(const Tag& tag) {
        const std::string name = tag.arguments.empty() ? std::string() : tag.arguments.front().value;
        const std::string lower = lower_ascii(name);
        // The beginning of addresses of the site itself.
        if (lower == "site.baseurl" || lower == "site.url" || lower == ".site.baseurl") return tag.end;
        // {{ "/docs/use.html" | relative_url }}
        const bool is_address = !tag.arguments.empty() && tag.arguments.front().is_quoted &&
                                std::any_of(tag.arguments.begin(), tag.arguments.end(), [](const Argument& argument) { return argument.value == "relative_url" || argument.value == "absolute_url"; });
        if (is_address) {
            put(name);
            return tag.end;
        }
        if (told_.insert("{{" + name).second) lose(tag, "no counterpart for the value", "it stands in the text as it was written; write what it would show");
        return keep(tag);
    }

    std::size_t keep(const Tag& tag) {
        copy(text_.substr(tag.begin, tag.end - tag.begin));
        return tag.end;
    }

    std::size_t take_raw(const Tag& tag) {
        if (tag.closes || !tag.has_end) return tag.end;
        const Tag& end = tags_[tag.partner];
        copy(text_.substr(tag.end, end.begin - tag.end));
        return end.end;
    }

    std::size_t take_comment(const Tag& tag) {
        if (tag.closes) return tag.end;
        lose(tag, "a comment was left out:", "no reader saw it");
        return tag.has_end ? tags_[tag.partner].end : tag.end;
    }

    std::size_t take_code(const Tag& tag) {
        if (tag.closes || !tag.has_end) return take_other(tag);
        const Tag& end = tags_[tag.partner];
        std::string language = tag.first();
        if (language.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+#-") != std::string::npos) language.clear();
        put("\n\n" + code_block(text_.substr(tag.end, end.begin - tag.end), language) + "\n\n");
        return end.end;
    }

    // Blank lines around let the Markdown within be read as such. Without an end it has nothing but its own words.
    std::size_t take_box(const Tag& tag, std::string_view kind) {
        if (tag.closes) {
            put("\n\n</div>\n\n");
            return tag.end;
        }
        const std::string title = title_of(tag);
        if (!tag.has_end && title.empty()) {
            lose(tag, "nothing ends what begins with", "its text stays, but is no call-out");
            return tag.end;
        }
        put(fmt::format("\n\n<div class=\"admonition {}\">\n\n", lower_ascii(kind)));
        if (!title.empty()) put(shown_title(title, tag.has_end) + "\n\n");
        if (!tag.has_end) put("</div>\n\n");
        return tag.end;
    }

    std::size_t take_reference(const Tag& tag) {
        std::string page = tag.given({"path"});
        if (page.empty()) page = tag.first();
        if (page.empty()) return take_other(tag);
        put(reference_to(tag.name == "post_url" ? "_posts/" + page + ".md" : page));
        return tag.end;
    }

    std::size_t take_picture(const Tag& tag) {
        std::string source = tag.given({"src", "source", "url"});
        if (source.empty()) source = tag.first();
        const std::string caption = tag.given({"caption", "title"}), alt = tag.given({"alt"});
        if (source.empty() || source.find_first_of("<>\n") != std::string::npos) return take_other(tag);
        put(fmt::format("![{}](<{}>)", escape_markdown(collapse_spaces(alt.empty() ? caption : alt)), source));
        if (!caption.empty()) put(fmt::format("\n\n*{}*\n\n", escape_markdown(collapse_spaces(caption))));
        return tag.end;
    }

    std::size_t take_film(const Tag& tag) {
        std::string id = tag.given({"id"});
        if (id.empty()) id = tag.first();
        if (id.empty() || id.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") != std::string::npos) return take_other(tag);
        put(fmt::format("<https://{}{}>", tag.name == "vimeo" ? "vimeo.com/" : "www.youtube.com/watch?v=", id));
        lose(tag, "a film was left out:", "a link stands in its place");
        return tag.end;
    }

    std::size_t take_other(const Tag& tag) {
        if (tag.closes) return tag.end;
        const std::string title = title_of(tag);
        if (!title.empty()) put(tag.has_end ? "\n\n" + shown_title(title, true) + "\n\n" : shown_title(title, false));
        if (told_.insert(tag.name).second) lose(tag, "no counterpart for the tag", tag.has_end ? "the text within stays; said once for all such tags of the page" : "it was left out; said once for all such tags of the page");
        return tag.end;
    }

    std::string_view text_;
    int line_;
    bool line_begins_ = true;
    std::vector<Tag> tags_;
    std::set<std::string> told_;
    UntaggedMarkdown out_;
};

}  // namespace

UntaggedMarkdown translate_tags(std::string_view text, int first_line) {
    return Untagger(text, first_line).translate();
}

}  // namespace kb
