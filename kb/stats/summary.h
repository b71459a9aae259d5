// Questions and what became of them.
#pragma once

#include <cstdint>
#include <vector>

#include "kb/stats/interval.h"
#include "kb/stats/report_request.h"

namespace kb {

// Of questions; those that are open are in no other.
struct Outcomes {
    std::int64_t confirmed = 0, potential = 0, silent = 0, ticket = 0, open = 0;

    std::int64_t decided() const { return confirmed + potential + silent + ticket; }
    std::int64_t questions() const { return decided() + open; }
    bool operator==(const Outcomes&) const = default;
};

struct Summary {
    struct OfDay {
        Day day = 0;
        Outcomes outcomes;
        bool operator==(const OfDay&) const = default;
    };
    // Of requests without a session, which belong to no question.
    struct WithoutSession {
        std::int64_t searches = 0, no_result = 0, opens = 0, votes = 0, contact_opens = 0, tickets = 0;
        bool operator==(const WithoutSession&) const = default;
    };

    Outcomes outcomes;
    std::vector<OfDay> days;  // every one that was asked for
    std::int64_t typeahead = 0;
    WithoutSession without_session;
    std::int64_t unasked_tickets = 0;  // with a session, and of no question
};

Summary read_summary(const FigureReader& reader, const ReportRequest& request);

}  // namespace kb
