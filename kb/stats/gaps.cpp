#include "kb/stats/gaps.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "kb/base/local_day.h"
#include "kb/base/utf8.h"
#include "kb/search/message.h"
#include "kb/stats/query_groups.h"
#include "kb/store/period.h"

namespace kb {

namespace {

constexpr std::size_t longest_gap_name = 200;

struct Spelled {
    Place query = 0;
    SearchEnds ends;
};
struct Group {
    Place place = 0;
    std::int64_t sessions = 0;
    SearchEnds ends;
    std::vector<Spelled> spellings;  // the most frequent first
};

// Searches without result or click, by query, and the group of each.
struct Failed {
    std::vector<KeyFigure> figures;
    std::vector<Place> groups;
};

Failed read_failed(const FigureReader& reader, const Span& span) {
    Failed failed;
    failed.figures = reader.by_key(FigureKind::query, span);
    std::erase_if(failed.figures, [](const KeyFigure& figure) { return figure.n <= 0 || figure.sub == static_cast<int>(SearchEnd::clicked); });
    std::vector<Place> queries;
    queries.reserve(failed.figures.size());
    for (const KeyFigure& figure : failed.figures) queries.push_back(figure.key);
    failed.groups = reader.groups_of(queries);
    return failed;
}

// Places are small numbers, given one after another.
Group& at_place(std::vector<Group>& groups, Place place) {
    const auto at = static_cast<std::size_t>(place);
    if (at >= groups.size()) groups.resize(std::max(at + 1, 2 * groups.size()));
    groups[at].place = place;
    return groups[at];
}

std::vector<Group> sum_groups(const FigureReader& reader, const Span& span, const Failed& failed) {
    std::vector<Group> groups;
    for (std::size_t i = 0; i < failed.figures.size(); ++i) {
        const KeyFigure& figure = failed.figures[i];
        at_place(groups, failed.groups[i]).ends.add(static_cast<SearchEnd>(figure.sub), figure.n);
    }
    for (const KeyFigure& figure : reader.by_key(FigureKind::gap_session, span)) at_place(groups, figure.key).sessions += figure.n;
    std::erase_if(groups, [](const Group& group) { return group.place == 0 || group.ends.failed() == 0; });
    return groups;
}

void keep_first(std::vector<Group>& groups) {
    const auto order = [](const Group& group) { return std::tuple(-group.sessions, -group.ends.failed(), group.place); };
    const auto end = groups.begin() + static_cast<std::ptrdiff_t>(std::min(groups.size(), most_gaps));
    std::partial_sort(groups.begin(), end, groups.end(), [&](const Group& a, const Group& b) { return order(a) < order(b); });
    groups.erase(end, groups.end());
}

void add_spellings(const Failed& failed, std::vector<Group>& groups) {
    std::unordered_map<Place, Group*> by_place;
    for (Group& group : groups) by_place.emplace(group.place, &group);
    for (std::size_t i = 0; i < failed.figures.size(); ++i) {
        const auto found = by_place.find(failed.groups[i]);
        if (found == by_place.end()) continue;
        const KeyFigure& figure = failed.figures[i];
        auto& spellings = found->second->spellings;
        // Figures of one query follow each other.
        if (spellings.empty() || spellings.back().query != figure.key) spellings.push_back({figure.key, {}});
        spellings.back().ends.add(static_cast<SearchEnd>(figure.sub), figure.n);
    }
    for (Group& group : groups) {
        std::sort(group.spellings.begin(), group.spellings.end(),
                  [](const Spelled& a, const Spelled& b) { return std::pair(-a.ends.failed(), a.query) < std::pair(-b.ends.failed(), b.query); });
    }
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

// What a message is called by: its first line that asks, or its first; as long as a query is.
std::string name_of(const NothingFits& message) {
    const std::string text = read_message(message.subject, message.message);
    std::string_view left = text, first = left.substr(0, left.find('\n'));
    for (; !left.empty(); left.remove_prefix(std::min(left.size(), left.find('\n') + 1))) {
        const std::string_view line = left.substr(0, left.find('\n'));
        if (line.ends_with('?')) return std::string(cut_utf8(line, longest_gap_name));
        if (line.size() == left.size()) break;
    }
    return std::string(cut_utf8(first, longest_gap_name));
}

void add_spelling(std::string name, Gap& gap) {
    ++gap.messages;
    const auto known = std::find_if(gap.spellings.begin(), gap.spellings.end(), [&](const Gap::Spelling& one) { return one.query == name; });
    if (known == gap.spellings.end() && gap.spellings.size() < most_spellings) gap.spellings.push_back({std::move(name), 0});
}

}  // namespace

Result<void> add_messages(Gaps& gaps, Confirmations& confirmations, const ReportRequest& request, const Searcher& searcher) {
    const std::string& timezone = searcher.snapshot().site().timezone;
    // A day begins at most so many hours earlier or later than that of UTC.
    constexpr std::int64_t day = 86'400;
    const auto messages = confirmations.nothing_fits((std::int64_t{request.span.from} - 1) * day, (std::int64_t{request.span.to} + 2) * day);
    if (!messages) return fail(messages.error());
    std::map<std::string, std::size_t> by_group;
    const auto group_of = [&](const std::string& query, const std::string& lang) { return read_query_for_statistics(searcher, query, lang).group; };
    for (std::size_t i = 0; i < gaps.gaps.size(); ++i) by_group.try_emplace(group_of(gaps.gaps[i].spellings.front().query, gaps.gaps[i].lang), i);
    for (const NothingFits& message : *messages) {
        const Day at = day_number(local_day(message.at, timezone));
        if (at < request.span.from || at > request.span.to || (!request.span.lang.empty() && request.span.lang != message.lang)) continue;
        std::string name = name_of(message);
        if (name.empty()) continue;
        const auto [known, is_new] = by_group.try_emplace(group_of(name, message.lang), gaps.gaps.size());
        if (is_new) gaps.gaps.emplace_back().lang = message.lang;
        add_spelling(std::move(name), gaps.gaps[known->second]);
        if (is_new) ++gaps.total;
    }
    std::stable_sort(gaps.gaps.begin(), gaps.gaps.end(), [](const Gap& a, const Gap& b) {
        return std::pair(-a.sessions - a.messages, -a.searches()) < std::pair(-b.sessions - b.messages, -b.searches());
    });
    gaps.gaps.resize(std::min(gaps.gaps.size(), most_gaps));
    return {};
}

Gaps read_gaps(const FigureReader& reader, const ReportRequest& request) {
    const Span& span = request.span;
    Gaps report;
    const Failed failed = read_failed(reader, span);
    std::vector<Group> groups = sum_groups(reader, span, failed);
    report.total = groups.size();
    keep_first(groups);
    add_spellings(failed, groups);

    std::vector<Place> places, main_queries;
    for (const Group& group : groups) {
        places.push_back(group.place);
        main_queries.push_back(group.spellings.front().query);
    }
    std::unordered_map<Place, std::int64_t> tickets;
    for (const KeyFigure& figure : reader.by_key(FigureKind::gap_ticket, span, places)) tickets[figure.key] += figure.n;
    for (const Case& open : reader.running(Case::Kind::gap_ticket, span, request.now)) --tickets[open.article];
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
