// Gaps as work for writers: a list to go through, and articles begun.
#pragma once

#include <string>
#include <vector>

#include "kb/search/searcher.h"
#include "kb/stats/report.h"

namespace kb {

// A list in Markdown, with a box to tick for each gap. What visitors typed is escaped. `report` is one of gaps.
std::string gap_backlog(const Report& report);

struct DraftArticle {
    std::string path;  // below the content folder: "ru/sbrosit-parol.md"
    std::string text;  // with front matter: a draft, never published as it is
    bool operator==(const DraftArticle&) const = default;
};

// One for each gap, all paths different. Title and questions are what was asked, as the search read it.
std::vector<DraftArticle> draft_articles(const Report& report, const Searcher& searcher);

}  // namespace kb
