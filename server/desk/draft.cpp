#include "server/desk/draft.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "kb/base/ascii.h"
#include "kb/base/hash.h"
#include "kb/base/slug.h"
#include "kb/base/utf8.h"
#include "kb/base/yaml.h"
#include "kb/events/scrub.h"
#include "kb/search/answer_text.h"
#include "kb/search/courtesy.h"
#include "kb/search/message.h"

namespace kb::server {

namespace {

constexpr std::size_t longest_line = 300, longest_title = 120, longest_name = 60;  // bytes
constexpr std::size_t most_questions = 7, most_steps = 60;

// Sentences of the text, each once.
std::vector<std::string> lines_of(std::string_view text, std::size_t most) {
    std::vector<std::string> lines;
    while (!text.empty() && lines.size() < most) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string line(trim_blanks(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!line.empty() && std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
    }
    return lines;
}

std::string cut(std::string_view text, std::size_t longest) {
    const std::string_view kept = trim_blanks(cut_utf8(text, longest));
    return kept.size() < text.size() ? std::string(kept) + "…" : std::string(kept);
}

std::string_view without_reply_marks(std::string_view subject) {
    for (bool found = true; found;) {
        found = false;
        for (const std::string_view mark : {"re:", "fwd:", "fw:", "Re:", "RE:", "Fwd:", "FW:", "Fw:", "На:", "Ответ:"}) {
            if (!subject.starts_with(mark)) continue;
            subject = trim_blanks(subject.substr(mark.size()));
            found = true;
        }
    }
    return subject;
}

// The mark of a list that a line begins with, as people type it.
std::string_view without_list_mark(std::string_view line) {
    line = trim_blanks(line);
    for (const std::string_view sign : {"- ", "* ", "• ", "– ", "— "}) {
        if (line.starts_with(sign)) return trim_blanks(line.substr(sign.size()));
    }
    const std::size_t digits = line.find_first_not_of("0123456789");
    const bool is_number = digits != 0 && digits != line.npos && digits <= 3 && (line[digits] == '.' || line[digits] == ')');
    return is_number && digits + 1 < line.size() && line[digits + 1] == ' ' ? trim_blanks(line.substr(digits + 1)) : line;
}

// Without greetings in front, and without what only thanks or apologizes.
std::vector<std::string> telling_lines(std::string_view text, std::size_t most) {
    std::vector<std::string> telling;
    for (const std::string& line : lines_of(text, most)) {
        if (!is_greeting(line) && !is_courtesy(line)) telling.emplace_back(without_greeting(line));
    }
    return telling;
}

std::vector<std::string> steps_of(std::string_view text) {
    const std::string kept = read_answer(text);
    std::string_view answer = kept;
    std::string plain;
    while (!answer.empty()) {
        const std::size_t end = std::min(answer.find('\n'), answer.size());
        plain.append(without_list_mark(answer.substr(0, end))).append("\n");
        answer.remove_prefix(std::min(end + 1, answer.size()));
    }
    return telling_lines(read_message({}, plain), most_steps);
}

// Plain text within a line of Markdown (CommonMark 2.4).
std::string escape_markdown(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        if (std::string_view("\\`*_[]<>|~#").find(c) != std::string_view::npos) escaped += '\\';
        escaped += is_control_ascii(c) ? ' ' : c;
    }
    return escaped;
}

std::string title_of(const std::string& subject, const std::vector<std::string>& asked, std::string_view lang) {
    if (!subject.empty() && !is_scrubbed(subject)) return cut(subject, longest_title);
    if (!asked.empty()) return cut(asked.front(), longest_title);
    return lang == "ru" ? "Новый вопрос" : "A new question";
}

std::string path_of(const DraftRequest& request, std::string_view title, std::string_view text) {
    std::string slug = slugify(title).substr(0, longest_name);
    slug.erase(slug.find_last_not_of('-') + 1);
    return fmt::format("{}/drafts/{}{}{:08x}.md", request.lang, slug, slug.empty() ? "" : "-", static_cast<std::uint32_t>(fnv1a_64(text)));
}

}  // namespace

Draft make_draft(const DraftRequest& request) {
    const std::string subject(without_reply_marks(trim_blanks(scrub(request.subject))));
    std::vector<std::string> asked = telling_lines(read_message(subject, scrub(request.body)), 100);
    std::erase_if(asked, is_scrubbed);
    const std::string title = title_of(subject, asked, request.lang);
    if (asked.size() > most_questions) asked.resize(most_questions);

    std::string text = fmt::format("---\ntitle: {}\nlang: {}\nvisibility: draft\n", quote_yaml(title), request.lang);
    if (!asked.empty()) text += "questions:\n";
    for (const std::string& question : asked) text += fmt::format("  - {}\n", quote_yaml(cut(question, longest_line)));
    if (!request.related.empty()) text += fmt::format("related: [{}]\n", quote_yaml(request.related));
    text += "---\n";
    std::size_t number = 0;
    for (const std::string& step : steps_of(scrub(request.answer))) text += fmt::format("{}. {}\n", ++number, escape_markdown(step));
    if (number == 0) text += "1. …\n";
    return {path_of(request, title, text), text};
}

}  // namespace kb::server
