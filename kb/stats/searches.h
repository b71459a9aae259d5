// How searches end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kb/stats/report_request.h"

namespace kb {

struct SearchEnds {
    std::int64_t no_result = 0, no_click = 0, clicked = 0;

    std::int64_t searches() const { return no_result + no_click + clicked; }
    std::int64_t failed() const { return no_result + no_click; }
    void add(SearchEnd end, std::int64_t n);
    bool operator==(const SearchEnds&) const = default;
};

struct Searches {
    struct OfDay {
        Day day = 0;
        SearchEnds ends;
        bool operator==(const OfDay&) const = default;
    };
    struct OfQuery {
        std::string query;
        std::int64_t sessions = 0;
        SearchEnds ends;
        bool operator==(const OfQuery&) const = default;
    };
    struct Step {  // a rank or a number of seconds, and how many clicks
        int value = 0;
        std::int64_t n = 0;
        bool operator==(const Step&) const = default;
    };

    SearchEnds ends;
    std::int64_t retried = 0;  // of those that failed
    std::int64_t typeahead = 0;
    std::vector<Step> ranks, seconds;  // seconds to the first click
    std::vector<OfDay> days;           // every one that was asked for
    std::vector<OfQuery> frequent, failing;

    std::int64_t first_clicks() const;
    // So many seconds or fewer took this share of first clicks; nothing when there were none.
    std::optional<int> seconds_of(double share) const;
};

constexpr std::size_t most_queries = 100;  // in each list

Searches read_searches(const FigureReader& reader, const ReportRequest& request);

}  // namespace kb
