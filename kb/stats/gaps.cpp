#include "kb/stats/gaps.h"

#include <algorithm>
#include <unordered_map>

namespace kb {

namespace {

// Of groups with as many sessions as the last that is listed, so many are held against each other by their searches.
constexpr std::size_t most_ties = 2000;

struct Spelled {
    Place query = 0;
    SearchEnds ends;
};
struct Group {
    Place place = 0;
    std::int64_t sessions = 0;
    std::vector<Spelled> spellings;  // the most frequent first
    SearchEnds ends;
};

// The groups of the most sessions, all that tie with the last of them included, and how many groups there are.
std::vector<Group> with_most_sessions(const FigureReader& reader, const Span& span, std::size_t& total) {
    std::vector<Group> groups;
    for (const KeyFigure& figure : reader.by_key(FigureKind::gap_session, span)) {
        if (figure.n > 0) groups.push_back({figure.key, figure.n, {}, {}});
    }
    total = groups.size();
    if (groups.size() <= most_gaps) return groups;
    const auto is_before = [](const Group& a, const Group& b) { return std::pair(-a.sessions, a.place) < std::pair(-b.sessions, b.place); };
    const std::size_t kept = std::min(groups.size(), most_gaps + most_ties);
    std::partial_sort(groups.begin(), groups.begin() + static_cast<std::ptrdiff_t>(kept), groups.end(), is_before);
    groups.resize(kept);
    const std::int64_t least = groups[most_gaps - 1].sessions;
    std::erase_if(groups, [&](const Group& group) { return group.sessions < least; });
    return groups;
}

std::unordered_map<Place, SearchEnds> count_failed(const FigureReader& reader, const Span& span) {
    const auto figures = reader.by_key(FigureKind::query, span);
    std::unordered_map<Place, SearchEnds> failed;
    failed.reserve(figures.size());
    for (const KeyFigure& figure : figures) {
        if (figure.sub != static_cast<int>(SearchEnd::clicked)) failed[figure.key].add(static_cast<SearchEnd>(figure.sub), figure.n);
    }
    return failed;
}

void read_spellings(const FigureReader& reader, const std::unordered_map<Place, SearchEnds>& failed, Group& group) {
    for (const Place query : reader.queries_of(group.place)) {
        const auto found = failed.find(query);
        if (found == failed.end() || found->second.failed() <= 0) continue;
        group.ends.no_result += found->second.no_result;
        group.ends.no_click += found->second.no_click;
        group.spellings.push_back({query, found->second});
    }
    std::stable_sort(group.spellings.begin(), group.spellings.end(), [](const Spelled& a, const Spelled& b) { return a.ends.failed() > b.ends.failed(); });
}

// Of each query, where it failed most.
std::unordered_map<Place, std::string> languages_of(const FigureReader& reader, const Span& span, const std::vector<Place>& queries) {
    std::unordered_map<Place, std::pair<std::int64_t, std::string>> most;
    for (const Language& lang : reader.languages(FigureKind::query, span)) {
        std::unordered_map<Place, std::int64_t> failed;
        for (const KeyFigure& figure : reader.by_key(FigureKind::query, {span.from, span.to, lang.name}, queries)) {
            if (figure.sub != static_cast<int>(SearchEnd::clicked)) failed[figure.key] += figure.n;
        }
        for (const auto& [query, n] : failed) {
            if (n > most[query].first) most[query] = {n, lang.name};
        }
    }
    std::unordered_map<Place, std::string> languages;
    for (auto& [query, found] : most) languages.emplace(query, std::move(found.second));
    return languages;
}

std::vector<Gap::Spelling> name_spellings(const FigureReader& reader, const Group& group) {
    std::vector<Place> places;
    for (const Spelled& one : group.spellings) {
        if (places.size() < most_spellings) places.push_back(one.query);
    }
    std::vector<Gap::Spelling> spellings;
    for (const QueryText& text : reader.queries(places)) spellings.push_back({text.text, group.spellings[spellings.size()].ends.failed()});
    return spellings;
}

}  // namespace

Gaps read_gaps(const FigureReader& reader, const ReportRequest& request) {
    const Span& span = request.span;
    Gaps report;
    std::vector<Group> groups = with_most_sessions(reader, span, report.total);
    const auto failed = count_failed(reader, span);
    for (Group& group : groups) read_spellings(reader, failed, group);
    std::erase_if(groups, [](const Group& group) { return group.spellings.empty(); });
    std::sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
        return std::tuple(-a.sessions, -a.ends.failed(), a.place) < std::tuple(-b.sessions, -b.ends.failed(), b.place);
    });
    if (groups.size() > most_gaps) groups.resize(most_gaps);

    std::vector<Place> places, main_queries;
    for (const Group& group : groups) {
        places.push_back(group.place);
        main_queries.push_back(group.spellings.front().query);
    }
    std::unordered_map<Place, std::int64_t> tickets;
    for (const KeyFigure& figure : reader.by_key(FigureKind::gap_ticket, span, places)) tickets[figure.key] += figure.n;
    const auto languages = languages_of(reader, span, main_queries);
    for (const Group& group : groups) {
        const auto lang = languages.find(group.spellings.front().query);
        report.gaps.push_back({lang == languages.end() ? std::string() : lang->second, name_spellings(reader, group), group.ends.no_result,
                               group.ends.no_click, group.sessions, tickets[group.place], {}});
    }
    return report;
}

Result<void> find_nearest(Gaps& gaps, const Searcher& searcher) {
    for (Gap& gap : gaps.gaps) {
        SearchRequest request;
        request.text = gap.spellings.front().query;
        request.lang = gap.lang;
        request.limit = 1;
        request.audience = Audience::staff;
        const auto results = searcher.search(request);
        if (!results) return fail(results.error());
        if (results->hits.empty()) continue;
        const Hit& hit = results->hits.front();
        gap.nearest = KnownArticle{hit.slug, hit.lang, hit.title, hit.url};
    }
    return {};
}

}  // namespace kb
