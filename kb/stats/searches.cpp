#include "kb/stats/searches.h"

#include <algorithm>
#include <unordered_map>

#include "kb/events/scrub.h"

namespace kb {

namespace {

// More than are listed, since some are left out.
constexpr std::size_t looked_at = 2 * most_queries;

struct Counted {
    Place query = 0;
    SearchEnds ends;
};

// Places are small numbers, given one after another.
std::vector<Counted> count_queries(const FigureReader& reader, const Span& span) {
    std::vector<Counted> counted;
    for (const KeyFigure& figure : reader.by_key(FigureKind::query, span)) {
        const auto place = static_cast<std::size_t>(figure.key);
        if (place >= counted.size()) counted.resize(std::max(place + 1, 2 * counted.size()));
        counted[place].query = figure.key;
        counted[place].ends.add(static_cast<SearchEnd>(figure.sub), figure.n);
    }
    std::erase_if(counted, [](const Counted& one) { return one.query == 0; });
    return counted;
}

// Those with the most of something, which is more than none; of equal ones the query that was asked first.
template <class Measure>
std::vector<Counted> with_most(std::vector<Counted> counted, Measure measure) {
    std::erase_if(counted, [&](const Counted& one) { return measure(one.ends) <= 0; });
    const auto end = counted.begin() + static_cast<std::ptrdiff_t>(std::min(counted.size(), looked_at));
    std::partial_sort(counted.begin(), end, counted.end(), [&](const Counted& a, const Counted& b) {
        return std::pair(-measure(a.ends), a.query) < std::pair(-measure(b.ends), b.query);
    });
    counted.erase(end, counted.end());
    return counted;
}

std::vector<Searches::OfQuery> name_queries(const FigureReader& reader, const Span& span, const std::vector<Counted>& counted) {
    std::vector<Place> places;
    for (const Counted& one : counted) places.push_back(one.query);
    std::unordered_map<Place, std::int64_t> sessions;
    for (const KeyFigure& figure : reader.by_key(FigureKind::query_session, span, places)) sessions[figure.key] += figure.n;
    const auto texts = reader.queries(places);
    std::vector<Searches::OfQuery> named;
    for (std::size_t i = 0; i < counted.size() && named.size() < most_queries; ++i) {
        // Figures of a month stay until all of it is too old.
        if (!texts[i].text.empty() && !is_only_marks(texts[i].text)) named.push_back({texts[i].text, sessions[counted[i].query], counted[i].ends});
    }
    return named;
}

std::vector<Searches::Step> read_steps(const FigureReader& reader, FigureKind kind, const Span& span) {
    std::vector<Searches::Step> steps;
    for (const KeyFigure& figure : reader.by_key(kind, span)) steps.push_back({figure.sub, figure.n});
    std::sort(steps.begin(), steps.end(), [](const auto& a, const auto& b) { return a.value < b.value; });
    return steps;
}

}  // namespace

void SearchEnds::add(SearchEnd end, std::int64_t n) {
    switch (end) {
        case SearchEnd::no_result: no_result += n; break;
        case SearchEnd::no_click: no_click += n; break;
        case SearchEnd::clicked: clicked += n; break;
    }
}

std::int64_t Searches::first_clicks() const {
    std::int64_t all = 0;
    for (const Step& step : seconds) all += step.n;
    return all;
}

std::optional<int> Searches::seconds_of(double share) const {
    const auto all = static_cast<double>(first_clicks());
    std::int64_t so_far = 0;
    for (const Step& step : seconds) {
        so_far += step.n;
        if (static_cast<double>(so_far) >= share * all) return step.value;
    }
    return {};
}

Searches read_searches(const FigureReader& reader, const ReportRequest& request) {
    const Span& span = request.span;
    Searches searches;
    for (Day day = span.from; day <= span.to; ++day) searches.days.push_back({day, {}});
    for (const DayFigure& figure : reader.by_day(FigureKind::search, span)) {
        searches.days[static_cast<std::size_t>(figure.day - span.from)].ends.add(static_cast<SearchEnd>(figure.sub), figure.n);
        searches.ends.add(static_cast<SearchEnd>(figure.sub), figure.n);
    }
    for (const KeyFigure& figure : reader.by_key(FigureKind::retried, span)) searches.retried += figure.n;
    for (const KeyFigure& figure : reader.by_key(FigureKind::event, span)) {
        if (figure.sub == static_cast<int>(EventKind::typeahead)) searches.typeahead += figure.n;
    }
    searches.ranks = read_steps(reader, FigureKind::rank, span);
    searches.seconds = read_steps(reader, FigureKind::first_click, span);
    std::vector<Counted> counted = count_queries(reader, span);
    searches.frequent = name_queries(reader, span, with_most(counted, [](const SearchEnds& ends) { return ends.searches(); }));
    searches.failing = name_queries(reader, span, with_most(std::move(counted), [](const SearchEnds& ends) { return ends.failed(); }));
    return searches;
}

}  // namespace kb
