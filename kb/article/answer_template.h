// Ready texts that agents answer with: LANG/_templates/NAME.md. No customer ever meets one where articles are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kb/article/parse.h"
#include "kb/base/problem.h"

namespace kb {

struct AnswerTemplate {
    std::string slug, lang, title;
    std::vector<std::string> tags;
    std::string markdown, text, html;  // the same three times, with {{name}} where a field is to be filled in
    std::vector<std::string> fields;   // their names, each once, in the order of the text
    bool operator==(const AnswerTemplate&) const = default;
};

struct AnswerTemplateResult {
    std::optional<AnswerTemplate> parsed;  // nothing when it cannot be used; `problems` says why
    std::vector<Problem> problems;
};

// In bytes. It is a letter, not a handbook.
constexpr std::uint64_t max_answer_template = 16 * 1024;
// In characters: letters of any alphabet, digits, - and _, a letter first.
constexpr int longest_field_name = 40;

// Whether a file of this path is one, in a language's folder or, where there are none, at the root.
bool is_answer_template(std::string_view path, const ParseOptions& options);

// `raw` is the file. Crafted Markdown takes long: whoever reads what strangers wrote does so in a process of its own.
AnswerTemplateResult parse_answer_template(std::string_view path, std::string_view raw, const ParseOptions& options);

}  // namespace kb
