// Every report, by its name.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "kb/stats/articles.h"
#include "kb/stats/coverage.h"
#include "kb/stats/experiment.h"
#include "kb/stats/funnel.h"
#include "kb/stats/gaps.h"
#include "kb/stats/searches.h"
#include "kb/stats/summary.h"

namespace kb {

struct Report {
    std::string_view name;  // that it is asked for by
    Span span;
    std::string timezone;
    std::int64_t window = 0;     // milliseconds, as set now
    std::int64_t generated = 0;  // seconds since 1970
    std::variant<Summary, Searches, Gaps, Articles, Funnel, Coverage, Experiment> content;
    // The first day whose texts (queries, comments) are all kept; nothing while none were erased. Counts are kept of all days.
    std::optional<Day> texts_since = {};

    // Whether it lists texts, and those of some of its days are gone; of all of them.
    bool lacks_texts() const;
    bool lacks_all_texts() const { return lacks_texts() && span.to < *texts_since; }
};

std::span<const std::string_view> report_names();

// Fails with invalid_argument for a name that is no report's. All of a report is of one moment of the figures.
// With `confirmations` gaps have the messages for which agents found nothing, too.
Result<Report> make_report(std::string_view name, const ReportRequest& request, Figures& figures, const Searcher& searcher,
                           Confirmations* confirmations = nullptr);

}  // namespace kb
