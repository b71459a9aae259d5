// All articles of a site together: which are published, under which slug, and what their links mean.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kb/article/article.h"
#include "kb/article/markdown.h"
#include "kb/article/parse.h"
#include "kb/base/problem.h"

namespace kb {

// What the rest of the site needs to know of one parsed file.
struct ArticleFacts {
    std::string path, lang, slug, category;
    bool slug_is_explicit = false;
    bool fatal = false;
    int slug_line = 1;
    Visibility visibility = Visibility::open;
    std::vector<Reference> links, files, pages;
    std::vector<std::string> includes;
    std::vector<std::string> aliases, related;
    std::vector<std::string> anchors;  // that links may name, sorted
    std::string title, last_reviewed, review_every;  // as in Article
    std::uint64_t description = 0;     // a hash; 0 for none
    int title_line = 1, description_line = 1, aliases_line = 1, related_line = 1, reviewed_line = 1;
};

ArticleFacts facts_of(const ParsedArticle& parsed);

struct PlannedArticle {
    bool published = false;
    bool included = false;                    // a part of other articles, no article itself
    std::string slug;                         // final
    std::vector<std::string> link_addresses;  // for each of its links; empty where the text stands alone
};

struct SitePlan {
    std::vector<PlannedArticle> articles;  // in the order of the facts given
    std::vector<Problem> problems;
};

// The result does not depend on the order of `facts`. Slugs are unique in a language: explicit ones first; of
// several derived ones a public, then the shallowest, then the alphabetically first path keeps the bare slug.
// `base_path` begins every address; see SiteConfig.
SitePlan plan_site(std::span<const ArticleFacts> facts, std::string_view base_path);

}  // namespace kb
