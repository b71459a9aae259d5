#include "kb/stats/summary.h"

namespace kb {

namespace {

std::int64_t& count_of(Outcomes& outcomes, int outcome) {
    switch (static_cast<Outcome>(outcome)) {
        case Outcome::confirmed: return outcomes.confirmed;
        case Outcome::potential: return outcomes.potential;
        case Outcome::silent: return outcomes.silent;
        case Outcome::ticket: return outcomes.ticket;
    }
    return outcomes.silent;
}

void add(Outcomes& to, const Outcomes& outcomes) {
    to.confirmed += outcomes.confirmed;
    to.potential += outcomes.potential;
    to.silent += outcomes.silent;
    to.ticket += outcomes.ticket;
    to.open += outcomes.open;
}

Summary::WithoutSession read_without_session(const FigureReader& reader, const Span& span) {
    Summary::WithoutSession counts;
    for (const KeyFigure& figure : reader.by_key(FigureKind::sessionless, span)) {
        if (figure.sub == sessionless_no_result) counts.no_result += figure.n;
        switch (static_cast<EventKind>(figure.sub)) {
            case EventKind::search: counts.searches += figure.n; break;
            case EventKind::open: counts.opens += figure.n; break;
            case EventKind::vote: counts.votes += figure.n; break;
            case EventKind::contact_open: counts.contact_opens += figure.n; break;
            case EventKind::contact_sent: counts.tickets += figure.n; break;
            default: break;
        }
    }
    return counts;
}

}  // namespace

Summary read_summary(const FigureReader& reader, const ReportRequest& request) {
    const Span& span = request.span;
    Summary summary;
    for (Day day = span.from; day <= span.to; ++day) summary.days.push_back({day, {}});
    const auto of = [&](Day day) -> Outcomes& { return summary.days[static_cast<std::size_t>(day - span.from)].outcomes; };
    for (const DayFigure& figure : reader.by_day(FigureKind::question, span)) count_of(of(figure.day), figure.sub) += figure.n;
    for (const Case& open : reader.running(Case::Kind::question, span, request.now)) {
        --count_of(of(open.day), open.outcome);
        ++of(open.day).open;
    }
    for (const Summary::OfDay& day : summary.days) add(summary.outcomes, day.outcomes);
    for (const KeyFigure& figure : reader.by_key(FigureKind::event, span, {0})) {
        if (figure.sub == static_cast<int>(EventKind::typeahead)) summary.typeahead = figure.n;
    }
    summary.without_session = read_without_session(reader, span);
    for (const KeyFigure& figure : reader.by_key(FigureKind::unasked_ticket, span)) summary.unasked_tickets += figure.n;
    return summary;
}

}  // namespace kb
