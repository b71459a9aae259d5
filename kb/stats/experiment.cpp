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

Experiment::Needed sample_needed(const Experiment& experiment, double difference) {
    const Count &shown = experiment.shown, &held = experiment.held_out;
    double first = held.share(), second = shown.share();
    if (std::abs(difference) < least_difference) {
        const double pooled = static_cast<double>(shown.n + held.n) / static_cast<double>(shown.of + held.of);
        const double middle = std::clamp(pooled, least_difference / 2, 1 - least_difference / 2);
        first = middle + least_difference / 2;
        second = middle - least_difference / 2;
    }
    Experiment::Needed needed{sample_per_group(first, second).value_or(0), 0};
    const double percent = std::clamp(experiment.holdout_percent, 1, 99);
    const auto missing = [&](const Count& arm, double part) {
        return arm.of >= needed.per_arm ? 0.0 : std::ceil(static_cast<double>(needed.per_arm - arm.of) * 100 / part);
    };
    needed.more = static_cast<std::int64_t>(std::max(missing(held, percent), missing(shown, 100 - percent)));
    return needed;
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
    experiment.needed = sample_needed(experiment, difference);
}

}  // namespace kb
