// Which articles carry the help center.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "kb/stats/known_article.h"
#include "kb/stats/report_request.h"

namespace kb {

struct Coverage {
    struct OfArticle {
        KnownArticle article;
        std::int64_t answered = 0;
        bool operator==(const OfArticle&) const = default;
    };

    std::int64_t answered = 0;            // questions that are confirmed or potential
    std::vector<OfArticle> articles;      // the most credited first

    std::int64_t credited() const;        // of them, to some article
    // The part of all answered questions that the first `count` articles have; nothing when none is answered.
    std::optional<double> share_of_first(std::size_t count) const;
};

// So many of the first articles are summed up.
constexpr std::array<std::size_t, 7> coverage_steps = {1, 5, 10, 20, 30, 50, 100};

Coverage read_coverage(const FigureReader& reader, const Snapshot& snapshot, const ReportRequest& request);

}  // namespace kb
