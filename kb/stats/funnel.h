// The contact form, step by step.
#pragma once

#include <cstdint>
#include <vector>

#include "kb/stats/report_request.h"

namespace kb {

// What became of visits of the form; those that are open are in no other.
struct FormOutcomes {
    std::int64_t submitted = 0, solved = 0, read = 0, left = 0, open = 0;  // solved: explicitly; read: implicitly

    std::int64_t decided() const { return submitted + solved + read + left; }
    std::int64_t visits() const { return decided() + open; }
    bool operator==(const FormOutcomes&) const = default;
};

// All but held_out without the visits that were held out.
struct Funnel {
    struct OfDay {
        Day day = 0;
        FormOutcomes outcomes;
        bool operator==(const OfDay&) const = default;
    };

    FormOutcomes outcomes;
    std::int64_t shown = 0, opened_suggestion = 0;  // those that are open, too
    std::int64_t held_out = 0;
    std::vector<OfDay> days;  // every one that was asked for
};

Funnel read_funnel(const FigureReader& reader, const ReportRequest& request);

}  // namespace kb
