#include "kb/stats/funnel.h"

namespace kb {

namespace {

std::int64_t& count_of(FormOutcomes& outcomes, FormOutcome outcome) {
    switch (outcome) {
        case FormOutcome::submitted: return outcomes.submitted;
        case FormOutcome::solved: return outcomes.solved;
        case FormOutcome::read: return outcomes.read;
        case FormOutcome::left: return outcomes.left;
    }
    return outcomes.left;
}

void add(FormOutcomes& to, const FormOutcomes& outcomes) {
    to.submitted += outcomes.submitted;
    to.solved += outcomes.solved;
    to.read += outcomes.read;
    to.left += outcomes.left;
    to.open += outcomes.open;
}

}  // namespace

Funnel read_funnel(const FigureReader& reader, const ReportRequest& request) {
    const Span& span = request.span;
    Funnel funnel;
    for (Day day = span.from; day <= span.to; ++day) funnel.days.push_back({day, {}});
    const auto of = [&](Day day) -> FormOutcomes& { return funnel.days[static_cast<std::size_t>(day - span.from)].outcomes; };
    for (const DayFigure& figure : reader.by_day(FigureKind::form, span)) {
        const FormVisit visit = FormVisit::of(figure.sub);
        if (visit.is_held_out) {
            funnel.held_out += figure.n;
            continue;
        }
        count_of(of(figure.day), visit.outcome) += figure.n;
        funnel.shown += visit.was_shown ? figure.n : 0;
        funnel.opened_suggestion += visit.has_opened ? figure.n : 0;
    }
    for (const Case& open : reader.running(Case::Kind::form, span, request.now)) {
        const FormVisit visit = FormVisit::of(open.outcome);
        if (visit.is_held_out) continue;
        --count_of(of(open.day), visit.outcome);
        ++of(open.day).open;
    }
    for (const Funnel::OfDay& day : funnel.days) add(funnel.outcomes, day.outcomes);
    return funnel;
}

}  // namespace kb
