#include "kb/stats/experiment.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "kb/base/date.h"
#include "kb/base/local_day.h"
#include "kb/store/period.h"

namespace kb {

namespace {

// Whether visits were held out at some time of a day.
class ExperimentDays {
public:
    explicit ExperimentDays(const FigureReader& reader, std::string zone) : reader_(reader), timezone_(std::move(zone)) {}

    bool has(Day day) {
        const auto [known, is_new] = known_.emplace(day, false);
        if (is_new) known->second = is_on_at_end_of(day - 1) || is_on_at_end_of(day);
        return known->second;
    }

private:
    bool is_on_at_end_of(Day day) const {
        return reader_.rules(end_of_day(to_string(calendar_day(day)), timezone_) * 1000 - 1).holdout_percent > 0;
    }

    const FigureReader& reader_;
    std::string timezone_;
    std::map<Day, bool> known_;
};

void add(Experiment& experiment, const FormVisit& visit, std::int64_t n) {
    Count& arm = visit.is_held_out ? experiment.held_out : experiment.shown;
    arm.of += n;
    if (visit.outcome == FormOutcome::submitted) arm.n += n;
}

// The share submitted to plan with: of those that the interval allows the one nearest to a half, which takes most visits. So a few
// visits that happen to end alike do not make the sample small.
double cautious_share(const Count& held) {
    const Interval interval = wilson_interval(held);
    return std::clamp(0.5, interval.low, interval.high);
}

// How many visits are shown suggestions for each that is held out; as it was, when nobody is any more.
double shown_for_each(const Experiment& experiment) {
    const double percent = experiment.holdout_percent;
    if (percent <= 0 || percent >= 100) return static_cast<double>(experiment.shown.of) / static_cast<double>(experiment.held_out.of);
    return (100 - percent) / percent;
}

std::int64_t rounded_up(double visits) {
    return static_cast<std::int64_t>(std::ceil(visits));
}

Experiment::Needed sample_needed(const Experiment& experiment) {
    const double ratio = shown_for_each(experiment);
    const double held = cautious_share(experiment.held_out);
    const double shown = held + (held <= 0.5 ? least_difference : -least_difference);
    const double pooled = (held + ratio * shown) / (1 + ratio);
    const std::int64_t floor = std::max(least_visits, rounded_up(least_of_either / std::min(pooled, 1 - pooled)));
    const std::int64_t sample = sample_of_first(held, shown, ratio).value_or(0);
    return {std::max(sample, floor), std::max(rounded_up(static_cast<double>(sample) * ratio), floor)};
}

// Of visits of the form until both groups have what they need.
std::int64_t visits_to_come(const Experiment& experiment, const Experiment::Needed& needed) {
    const double percent = std::clamp(experiment.holdout_percent, 1, 99);
    const auto missing = [](const Count& arm, std::int64_t wanted, double part) {
        return arm.of >= wanted ? 0 : rounded_up(static_cast<double>(wanted - arm.of) * 100 / part);
    };
    return std::max(missing(experiment.held_out, needed.held_out, percent), missing(experiment.shown, needed.shown, 100 - percent));
}

}  // namespace

Experiment::Verdict Experiment::verdict() const {
    if (holdout_percent == 0 && held_out.of == 0) return Verdict::off;
    if (!difference) return Verdict::no_data;
    if (!is_enough()) return Verdict::too_early;
    if (difference->interval.low > 0) return Verdict::helps;
    return difference->interval.high < 0 ? Verdict::harms : Verdict::no_difference;
}

std::string_view name_of(Experiment::Verdict verdict) {
    switch (verdict) {
        case Experiment::Verdict::off: return "off";
        case Experiment::Verdict::no_data: return "no_data";
        case Experiment::Verdict::too_early: return "too_early";
        case Experiment::Verdict::helps: return "helps";
        case Experiment::Verdict::no_difference: return "no_difference";
        case Experiment::Verdict::harms: return "harms";
    }
    return "no_data";
}

Experiment read_experiment(const FigureReader& reader, const ReportRequest& request) {
    const Rules now = reader.rules(request.now);
    Experiment experiment;
    experiment.holdout_percent = now.holdout_percent;
    ExperimentDays days(reader, now.timezone);
    for (const DayFigure& figure : reader.by_day(FigureKind::form, request.span)) {
        if (days.has(figure.day)) add(experiment, FormVisit::of(figure.sub), figure.n);
    }
    for (const Case& open : reader.running(Case::Kind::form, request.span, request.now)) {
        if (!days.has(open.day)) continue;
        add(experiment, FormVisit::of(open.outcome), -1);
        ++experiment.running;
    }
    conclude(experiment);
    return experiment;
}

void conclude(Experiment& experiment) {
    const Count &shown = experiment.shown, &held = experiment.held_out;
    if (shown.of <= 0 || held.of <= 0) return;
    const double difference = held.share() - shown.share();
    experiment.difference = {difference, newcombe_interval(held, shown), difference_p_value(held, shown)};
    experiment.needed = sample_needed(experiment);
    experiment.needed->more = visits_to_come(experiment, *experiment.needed);
}

}  // namespace kb
