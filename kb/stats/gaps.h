// What visitors look for in vain.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kb/search/searcher.h"
#include "kb/stats/known_article.h"
#include "kb/stats/message_gaps.h"
#include "kb/stats/searches.h"

namespace kb {

struct Gap {
    struct Spelling {
        std::string query;
        std::int64_t searches = 0;
        bool operator==(const Spelling&) const = default;
    };

    std::string lang;                 // in which its most frequent spelling was asked most
    std::vector<Spelling> spellings;  // the most frequent first
    std::int64_t no_result = 0, no_click = 0, sessions = 0, tickets = 0;
    std::optional<KnownArticle> nearest;
    std::int64_t messages = 0;        // for which an agent said that nothing fits

    std::int64_t searches() const { return no_result + no_click; }
    bool operator==(const Gap&) const = default;
};

struct Gaps {
    std::vector<Gap> gaps;  // those of the most sessions and messages first, then of the most searches
    std::size_t total = 0;
};

constexpr std::size_t most_gaps = 100, most_spellings = 10;

// `messages` stand with the searches that ask the same, or as gaps of their own.
Gaps read_gaps(const FigureReader& reader, const ReportRequest& request, const std::vector<MessageGap>& messages = {});

// The article that a search for each gap finds first now, or that a message in its words would; whoever may see it.
Result<void> find_nearest(Gaps& gaps, const Searcher& searcher);

}  // namespace kb
