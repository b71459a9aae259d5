#include "kb/article/include.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "kb/article/directive.h"
#include "kb/article/reference.h"
#include "kb/base/utf8.h"

namespace kb {

namespace {

// The file itself and four levels of files in files.
constexpr std::size_t max_include_depth = 5;
constexpr int max_includes = 1000;  // in one article, so that empty files in files cannot take for ever
constexpr std::string_view opening = "[!INCLUDE";

struct IncludeMark {
    std::size_t begin, end;  // in the line
    std::string text, path;
};

bool starts_ignoring_case(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size() &&
           std::equal(prefix.begin(), prefix.end(), text.begin(),
                      [](char a, char b) { return a == (b >= 'a' && b <= 'z' ? b - 32 : b); });
}

// The first include of a line at or after `from` that is not within a code span.
std::optional<IncludeMark> find_include(std::string_view line, std::size_t from) {
    for (std::size_t at = from; at < line.size(); ++at) {
        if (line[at] == '`') {
            const std::size_t run_end = std::min(line.find_first_not_of('`', at), line.size());
            const std::string_view run = line.substr(at, run_end - at);
            const std::size_t close = line.find(run, run_end);
            at = close == std::string_view::npos ? run_end - 1 : close + run.size() - 1;
            continue;
        }
        if (!starts_ignoring_case(line.substr(at), opening)) continue;
        std::size_t open = at + opening.size();
        while (open < line.size() && line[open] == ' ') ++open;
        if (open >= line.size() || line[open] != '[') continue;
        const std::size_t middle = line.find("](", open);
        const std::size_t close = middle == std::string_view::npos ? middle : line.find(')', middle);
        if (close == std::string_view::npos || close + 1 >= line.size() || line[close + 1] != ']') continue;
        return IncludeMark{at, close + 2, std::string(line.substr(open + 1, middle - open - 1)),
                           std::string(line.substr(middle + 2, close - middle - 2))};
    }
    return {};
}

// Follows fenced code through the lines of a text.
class FenceTracker {
public:
    bool in_code(std::string_view line) {
        line = behind_markers(line);
        const char mark = line.empty() ? ' ' : line[0];
        const std::size_t run = mark == '`' || mark == '~' ? std::min(line.find_first_not_of(mark), line.size()) : 0;
        if (open_ == 0) {
            if (run < 3 || (mark == '`' && line.find('`', run) != std::string_view::npos)) return false;
            mark_ = mark;
            open_ = run;
            return true;
        }
        const bool closes = mark == mark_ && run >= open_ && line.find_first_not_of(" \t", run) == std::string_view::npos;
        if (closes) open_ = 0;
        return true;
    }

private:
    // Quotations and indentation; before the code also the mark of a list item, as in "- ```".
    std::string_view behind_markers(std::string_view line) const {
        for (;;) {
            line.remove_prefix(std::min(line.find_first_not_of(" \t>"), line.size()));
            if (open_ != 0) return line;
            std::size_t mark = std::min(line.find_first_not_of("0123456789"), line.size());
            const bool numbered = mark > 0 && mark < 10;
            if (mark >= line.size() || std::string_view(numbered ? ".)" : "-*+").find(line[mark]) == std::string_view::npos)
                return line;
            if (++mark >= line.size() || (line[mark] != ' ' && line[mark] != '\t')) return line;
            line.remove_prefix(mark);
        }
    }

    char mark_ = 0;
    std::size_t open_ = 0;
};

class Expander {
public:
    Expander(std::string_view path, const FileReader& read) : path_(path), read_(read) {}

    void expand(std::string_view text, const std::string& from, int line, bool top, std::vector<std::string>& stack) {
        FenceTracker fence;
        while (!text.empty()) {
            const std::size_t end = text.find('\n');
            std::string_view content = text.substr(0, end);
            text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
            if (fence.in_code(content)) {
                out_.text.append(content);
            } else if (content.find(":::") != std::string_view::npos) {
                expand_line(translate_directives(content), from, line, stack);
            } else {
                expand_line(content, from, line, stack);
            }
            // The last line of an included text goes on in the line that includes it.
            if (top || !text.empty()) end_line(line);
            if (top) ++line;
        }
    }

    Expanded take() { return std::move(out_); }

private:
    void end_line(int line) {
        out_.text += '\n';
        out_.lines.push_back(line);
    }

    void expand_line(std::string_view line_text, const std::string& from, int line, std::vector<std::string>& stack) {
        std::size_t at = 0;
        while (const auto mark = find_include(line_text, at)) {
            out_.text.append(line_text.substr(at, mark->begin - at));
            include(*mark, from, line, stack);
            at = mark->end;
        }
        out_.text.append(line_text.substr(at));
    }

    void include(const IncludeMark& mark, const std::string& from, int line, std::vector<std::string>& stack) {
        const std::string target = resolve_path(mark.path, from);
        const auto give_up = [&](std::string why, std::string hint) {
            out_.problems.push_back({{path_, line, 1}, Severity::warning, "include",
                                     fmt::format("cannot include '{}': {}", mark.path, why), std::move(hint)});
            out_.text.append(mark.text);
        };
        if (target.empty()) return give_up("it leads out of the repository", "copy the file into the repository");
        if (std::find(stack.begin(), stack.end(), target) != stack.end())
            return give_up("it includes itself", "break the circle");
        if (stack.size() >= max_include_depth) return give_up("nested beyond four levels", "flatten the includes");
        if (++count_ > max_includes) return give_up("more than 1000 includes", "paste some of them");
        if (!read_) return give_up("there are no files here", "paste its text");
        auto raw = read_(target);
        if (!raw) return give_up(raw.error().what, "check the path; it starts from the folder of this file");
        auto text = normalize_text(target, *raw);
        if (!text) return give_up(text.error().what, text.error().hint);
        if (out_.text.size() + text->size() > max_markdown) return give_up("the article becomes too large", "split it");
        if (std::find(out_.includes.begin(), out_.includes.end(), target) == out_.includes.end())
            out_.includes.push_back(target);
        stack.push_back(target);
        std::string_view body = parse_front_matter(*text, target).body;
        while (!body.empty() && (body.front() == '\n' || body.front() == ' ')) body.remove_prefix(1);
        while (!body.empty() && (body.back() == '\n' || body.back() == ' ')) body.remove_suffix(1);
        expand(body, target, line, false, stack);
        stack.pop_back();
    }

    std::string path_;
    const FileReader& read_;
    int count_ = 0;
    Expanded out_;
};

}  // namespace

Expanded expand_includes(std::string_view text, std::string_view path, int first_line, const FileReader& read) {
    Expander expander(path, read);
    std::vector<std::string> stack = {std::string(path)};
    expander.expand(text, std::string(path), first_line, true, stack);
    return expander.take();
}

}  // namespace kb
