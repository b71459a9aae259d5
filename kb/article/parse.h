// One file of the content repository, read by itself: everything that does not depend on other articles.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kb/article/article.h"
#include "kb/article/front_matter.h"
#include "kb/article/markdown.h"
#include "kb/base/problem.h"

namespace kb {

// Reads another file of the repository, for includes. Paths are relative to its root.
using FileReader = std::function<Result<std::string>(const std::string& path)>;

struct ParseOptions {
    std::vector<std::string> languages = {"ru", "en"};
    std::string default_language = "ru";
    FileReader read;  // may be empty: includes are then replaced by their text
};

struct ParsedArticle {
    Article article;               // slug and category as written or derived, before other files are considered
    bool slug_is_explicit = false;
    bool fatal = false;            // it must not be published; `problems` says why
    int slug_line = 1, title_line = 1, description_line = 1, aliases_line = 1, related_line = 1, reviewed_line = 1;
    std::vector<Reference> links, files, pages;
    std::vector<std::string> includes;  // paths of files expanded into this one
    std::vector<std::string> anchors;
    std::vector<Problem> problems;
};

// Never fails as a call: whatever is wrong with the article stands in `problems`. `text` is the raw file.
ParsedArticle parse_article(std::string_view path, std::string_view text, const ParseOptions& options);

// Where an article stands by its path and front matter alone, before other files are considered.
struct Placement {
    std::string lang, slug;
    Visibility visibility = Visibility::draft;  // a draft, too, when it could not be published
    bool operator==(const Placement&) const = default;
};
Placement place_article(std::string_view path, std::string_view text, const ParseOptions& options);

// "ru" when most letters are Cyrillic, else "en".
std::string_view language_of_script(std::string_view text);

// Of a file that does not say it itself: that of the first folder, else of the script when the site has it.
std::string language_of_file(std::string_view path, std::string_view text, const ParseOptions& options);

// The text as every reader here wants it: no byte order mark, '\n' line ends; an error for what is not UTF-8
// or holds zero bytes, with line and column.
Result<std::string> normalize_text(std::string_view path, std::string_view raw);

// Whether both tell readers the same: title, description, questions and body are alike, whatever else the front matter says.
// False when either cannot be read. Of raw files.
bool says_the_same(std::string_view before, std::string_view after);

}  // namespace kb
