// What suggestions beside the contact form do, told from visits that were shown none by chance.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

#include "kb/stats/interval.h"
#include "kb/stats/report_request.h"

namespace kb {

struct Experiment {
    enum class Verdict { off, no_data, too_early, helps, no_difference, harms };
    struct Difference {
        double value = 0;  // the share submitted of those held out, less that of the others: above 0 suggestions save tickets
        Interval interval;
        double p_value = 1;
    };
    // Before these visits have come nothing is concluded.
    struct Needed {
        std::int64_t held_out = 0, shown = 0;
        std::int64_t more = 0;  // visits of the form still to come until both groups have theirs, by today's holdout_percent

        std::int64_t per_arm() const { return std::min(held_out, shown); }
    };

    int holdout_percent = 0;    // as set now
    Count shown, held_out;      // submitted of visits, by what they were assigned to
    std::int64_t running = 0;   // visits that are left out
    std::optional<Difference> difference;
    std::optional<Needed> needed;

    bool is_enough() const { return needed && needed->more == 0; }
    Verdict verdict() const;
};

std::string_view name_of(Experiment::Verdict verdict);

// The smallest difference that is worth knowing of: the sample needed is the one that shows it, whatever was observed. Who takes the
// observed one instead is content with the fewer visits, the larger the accident.
constexpr double least_difference = 0.05;
// In each group, whatever the shares.
constexpr std::int64_t least_visits = 100;
// That send a message, and that do not, in each group: fewer are too few for the normal distribution.
constexpr double least_of_either = 5;

// Of the days on which some visits were held out: others would compare one time with another.
Experiment read_experiment(const FigureReader& reader, const ReportRequest& request);

// What follows from the counts.
void conclude(Experiment& experiment);

}  // namespace kb
