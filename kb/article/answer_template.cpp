#include "kb/article/answer_template.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <unicode/uchar.h>

#include "kb/article/front_matter.h"
#include "kb/article/markdown.h"
#include "kb/article/markdown_tree.h"
#include "kb/base/slug.h"
#include "kb/base/utf8.h"

namespace kb {

namespace {

constexpr std::string_view rule = "template", folder = "_templates/", opening = "{{", closing = "}}";
// While the Markdown is read fields are words, so that no rule of Markdown sees their braces; one that a link leads to is an
// address, since anything else would be a path.
constexpr std::string_view word_mark = "otvetfield", address_mark = "https://otvettarget";

bool is_field_name(std::string_view name) {
    const std::u16string letters = to_utf16(name);
    if (letters.empty() || letters.size() > longest_field_name || !u_isalpha(letters.front())) return false;
    return std::all_of(letters.begin(), letters.end(), [](char16_t c) { return u_isalnum(c) || c == u'-' || c == u'_'; });
}

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\n");
    if (begin == text.npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\n") + 1 - begin);
}

std::string replaced(std::string_view text, std::string_view what, std::string_view by) {
    std::string all;
    std::size_t at = 0;
    for (std::size_t found; (found = text.find(what, at)) != text.npos; at = found + what.size()) all.append(text, at, found - at).append(by);
    return all.append(text, at, text.npos);
}

// Marks of lists as people type them: the library sets them further in and apart.
std::string with_plain_marks(std::string_view text) {
    std::string all;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.starts_with("  - ")) line.remove_prefix(2);
        const std::size_t digits = line.find_first_not_of("0123456789");
        const bool is_number = digits != 0 && digits != line.npos && line.substr(digits).starts_with(".  ");
        if (is_number) all.append(line, 0, digits + 1), line.remove_prefix(digits + 2);
        all.append(line) += '\n';
    }
    return all;
}

class TemplateReader {
public:
    TemplateReader(std::string_view path, const ParseOptions& options) : path_(path), options_(options) {}

    AnswerTemplateResult read(std::string_view raw) {
        if (raw.size() > max_answer_template) {
            report({std::string(path_)}, fmt::format("larger than {} KiB", max_answer_template >> 10), "shorten it, or make it an article");
            return std::move(result_);
        }
        const auto text = normalize_text(path_, raw);
        if (!text) {
            report(text.error().at, text.error().what, text.error().hint);
            return std::move(result_);
        }
        const FrontMatterResult front = parse_front_matter(*text, path_, FrontMatterOf::answer_template);
        result_.problems = front.problems;
        is_bad_ = front.fatal;
        place();
        out_.title = trimmed(front.front.title);
        out_.tags = front.front.tags;
        if (out_.title.empty() && !front.fatal) report({std::string(path_), 1, 1}, "the template has no title", "add title: … to its front matter");
        read_body(front.body, front.body_line);
        if (!is_bad_) result_.parsed = std::move(out_);
        return std::move(result_);
    }

private:
    void report(Location at, std::string what, std::string hint) {
        is_bad_ = true;
        result_.problems.push_back({std::move(at), Severity::error, std::string(rule), std::move(what), std::move(hint)});
    }

    void place() {
        std::string_view name = path_.substr(path_.rfind('/') + 1);
        out_.slug = slugify(name.substr(0, name.rfind('.')));
        const std::size_t root = path_.find(folder);
        out_.lang = root == 0 ? options_.default_language : std::string(path_.substr(0, root - 1));
    }

    void read_body(std::string_view body, int line) {
        std::string marked;
        for (std::size_t at = 0; at < body.size(); ++line) {
            const std::size_t end = std::min(body.find('\n', at), body.size());
            marked += mark_fields(body.substr(at, end - at), line) + '\n';
            at = end + 1;
            lines_.push_back(line);
        }
        if (trimmed(body).empty()) return report({std::string(path_), std::max(line - 1, 1), 1}, "the template has no text", "write it below the front matter");
        if (!is_bad_) render(marked);
    }

    // The line with a word for each field.
    std::string mark_fields(std::string_view line, int number) {
        std::string marked;
        std::size_t at = 0;
        const auto place = [&](std::size_t byte) {
            return Location{std::string(path_), number, static_cast<int>(utf16_length(line.substr(0, byte))) + 1};
        };
        for (std::size_t open; (open = line.find(opening, at)) != line.npos;) {
            const std::size_t end = line.find(closing, open);
            if (line.substr(at, open - at).find(closing) != line.npos) break;
            if (end == line.npos) {
                report(place(open), "'{{' is not closed on its line", "write {{order}}, or one brace");
                return marked;
            }
            const std::string_view name = trimmed(line.substr(open + opening.size(), end - open - opening.size()));
            if (is_field_name(name)) marked.append(line, at, open - at).append(mark_of(name, line.substr(0, open)));
            else report(place(open), fmt::format("'{}' is no name of a field", name), fmt::format("write {{{{order}}}}: a letter first, then letters, digits, - or _, at most {}", longest_field_name));
            at = end + closing.size();
        }
        if (const std::size_t stray = line.find(closing, at); stray != line.npos) report(place(stray), "'}}' closes nothing", "write '{{' before the name of the field");
        return marked.append(line, at, line.npos);
    }

    std::string mark_of(std::string_view name, std::string_view before) {
        auto found = std::find(out_.fields.begin(), out_.fields.end(), name);
        if (found == out_.fields.end()) found = out_.fields.emplace(found, name);
        constexpr std::array<std::string_view, 4> openers = {"](", "](<", "]: ", "<"};
        const bool is_address = std::any_of(openers.begin(), openers.end(), [&](std::string_view opener) { return before.ends_with(opener); });
        return fmt::format("{}{}x", is_address ? address_mark : word_mark, found - out_.fields.begin());
    }

    std::string unmarked(std::string_view text) const {
        std::string all(text);
        for (std::size_t i = 0; i < out_.fields.size(); ++i) {
            const std::string field = fmt::format("{{{{{}}}}}", out_.fields[i]);
            for (const std::string_view mark : {address_mark, word_mark}) all = replaced(all, fmt::format("{}{}x", mark, i), field);
        }
        return std::string(trimmed(all));
    }

    void render(const std::string& marked) {
        auto markdown = read_markdown({marked, path_, out_.lang, &lines_});
        if (!markdown) return report(markdown.error().at, markdown.error().what, markdown.error().hint);
        for (Problem& problem : markdown->problems) result_.problems.push_back(std::move(problem));
        for (const auto* references : {&markdown->links, &markdown->files}) {
            for (const Reference& reference : *references)
                report(reference.at, fmt::format("'{}' means nothing in a customer's mail", reference.path), "give a whole address, or write {{link}}, which the desk fills in");
        }
        out_.html = unmarked(markdown->html);
        out_.markdown = unmarked(marked);  // as its writer set it
        out_.text = unmarked(plain(marked));
    }

    // Of links both the words and the address.
    static std::string plain(const std::string& marked) {
        const MarkdownTree tree(marked);
        std::vector<cmark_node*> links;
        each_node(tree.root(), [&](cmark_node* node) {
            if (cmark_node_get_type(node) == CMARK_NODE_LINK) links.push_back(node);
        });
        for (cmark_node* link : links) {
            const char* url = cmark_node_get_url(link);
            if (url == nullptr || plain_text(link) == url || "mailto:" + plain_text(link) == url) continue;
            cmark_node* address = cmark_node_new(CMARK_NODE_TEXT);
            cmark_node_set_literal(address, fmt::format(" ({})", url).c_str());
            cmark_node_append_child(link, address);
        }
        return with_plain_marks(tree.to_plain_text());
    }

    const std::string_view path_;
    const ParseOptions& options_;
    AnswerTemplate out_;
    AnswerTemplateResult result_;
    std::vector<int> lines_;
    bool is_bad_ = false;
};

}  // namespace

bool is_answer_template(std::string_view path, const ParseOptions& options) {
    const std::size_t root = path.find(folder);
    if (root == path.npos || !(path.ends_with(".md") || path.ends_with(".markdown"))) return false;
    if (path.find('/', root + folder.size()) != path.npos || path[root + folder.size()] == '.') return false;
    if (root == 0) return true;
    const std::string_view lang = path.substr(0, root - 1);
    return std::find(options.languages.begin(), options.languages.end(), lang) != options.languages.end();
}

AnswerTemplateResult parse_answer_template(std::string_view path, std::string_view raw, const ParseOptions& options) {
    return TemplateReader(path, options).read(raw);
}

}  // namespace kb
