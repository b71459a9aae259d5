// The YAML block between two "---" lines at the top of an article.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kb/article/article.h"
#include "kb/base/problem.h"

namespace kb {

struct FrontMatter {
    bool present = false;
    std::string title, description, slug, lang, category, last_reviewed, review_every, owner;
    bool has_category = false;  // an empty category is a choice, too
    std::vector<std::string> tags, questions, aliases, related;
    Visibility visibility = Visibility::open;
    bool is_draft = false;  // outweighs `visibility`, and is already in it
    Location title_at, slug_at, description_at, aliases_at, related_at, reviewed_at;
    int order = 0;  // of a category page
};

struct FrontMatterResult {
    FrontMatter front;
    std::string_view body;  // what follows the block
    int body_line = 1;      // the line of the file that the body begins on
    std::vector<Problem> problems;
    bool fatal = false;     // the article cannot be published
};

enum class FrontMatterOf { article, category, answer_template };

// `text` has neither a byte order mark nor carriage returns.
FrontMatterResult parse_front_matter(std::string_view text, std::string_view path,
                                     FrontMatterOf kind = FrontMatterOf::article);

}  // namespace kb
