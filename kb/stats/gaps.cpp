#include "kb/stats/gaps.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "kb/events/scrub.h"
#include "kb/search/similar_finder.h"
#include "kb/store/period.h"

namespace kb {

namespace {

struct Spelled {
    Place query = 0;
    SearchEnds ends;
};
struct Group {
    Place place = 0;
    std::int64_t sessions = 0;
    SearchEnds ends;
    std::vector<Spelled> spellings;  // the most frequent first
    const MessageGap* told = nullptr;

    std::int64_t messages() const { return told == nullptr ? 0 : told->messages; }
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

// Each stands with the searches that ask the same, or alone.
void add_messages(const FigureReader& reader, const std::vector<MessageGap>& messages, std::vector<Group>& groups) {
    if (messages.empty()) return;
    std::vector<std::string> names;
    for (const MessageGap& message : messages) names.push_back(message.group);
    const std::vector<Place> places = reader.groups_named(names);
    std::unordered_map<Place, std::size_t> known;
    for (std::size_t i = 0; i < groups.size(); ++i) known.emplace(groups[i].place, i);
    for (std::size_t i = 0; i < messages.size(); ++i) {
        const auto found = known.find(places[i]);
        if (found == known.end()) groups.emplace_back();
        Group& group = found == known.end() ? groups.back() : groups[found->second];
        group.told = &messages[i];
    }
}

// More than are listed, since some are left out.
void keep_first(std::vector<Group>& groups) {
    const auto order = [](const Group& group) { return std::tuple(-group.sessions - group.messages(), -group.ends.failed(), group.place); };
    const auto end = groups.begin() + static_cast<std::ptrdiff_t>(std::min(groups.size(), 2 * most_gaps));
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
    std::erase_if(spellings, [](const Gap::Spelling& one) { return is_only_marks(one.query); });
    return spellings;
}

// In the order of searches first: what customers typed names a gap better than what they wrote to people.
Gap gap_of(const FigureReader& reader, const Group& group, const std::unordered_map<Place, std::string>& languages) {
    Gap gap{{}, name_spellings(reader, group), group.ends.no_result, group.ends.no_click, group.sessions, 0, {}, group.messages()};
    if (!group.spellings.empty()) {
        if (const auto lang = languages.find(group.spellings.front().query); lang != languages.end()) gap.lang = lang->second;
    }
    if (group.told == nullptr) return gap;
    if (gap.lang.empty()) gap.lang = group.told->lang;
    for (const std::string& name : group.told->names) {
        const bool known = std::any_of(gap.spellings.begin(), gap.spellings.end(), [&](const Gap::Spelling& one) { return one.query == name; });
        if (!known && !is_only_marks(name) && gap.spellings.size() < most_spellings) gap.spellings.push_back({name, 0});
    }
    return gap;
}

// What a search finds; else what a message in these words would.
Result<std::optional<Hit>> first_hit(const Gap& gap, const Searcher& searcher) {
    SearchRequest search;
    search.text = gap.spellings.front().query;
    search.lang = gap.lang;
    search.limit = 1;
    search.audience = Audience::staff;
    auto found = searcher.search(search);
    if (!found) return fail(found.error());
    if (!found->hits.empty()) return std::optional(std::move(found->hits.front()));
    SimilarRequest message;
    message.body = search.text;
    message.lang = search.lang;
    message.limit = 1;
    message.audience = search.audience;
    auto like = SimilarFinder(searcher).find(message);
    if (!like) return fail(like.error());
    if (like->articles.empty()) return std::optional<Hit>();
    return std::optional(std::move(like->articles.front().hit));
}

}  // namespace

Gaps read_gaps(const FigureReader& reader, const ReportRequest& request, const std::vector<MessageGap>& messages) {
    const Span& span = request.span;
    Gaps report;
    const Failed failed = read_failed(reader, span);
    std::vector<Group> groups = sum_groups(reader, span, failed);
    add_messages(reader, messages, groups);
    report.total = groups.size();
    keep_first(groups);
    add_spellings(failed, groups);

    std::vector<Place> places, main_queries;
    for (const Group& group : groups) {
        places.push_back(group.place);
        if (!group.spellings.empty()) main_queries.push_back(group.spellings.front().query);
    }
    std::unordered_map<Place, std::int64_t> tickets;
    for (const KeyFigure& figure : reader.by_key(FigureKind::gap_ticket, span, places)) tickets[figure.key] += figure.n;
    for (const Case& open : reader.running(Case::Kind::gap_ticket, span, request.now)) --tickets[open.article];
    const auto languages = languages_of(reader, span, main_queries);
    for (const Group& group : groups) {
        Gap gap = gap_of(reader, group, languages);
        if (gap.spellings.empty() || report.gaps.size() >= most_gaps) continue;
        gap.tickets = tickets[group.place];
        report.gaps.push_back(std::move(gap));
    }
    return report;
}

Result<void> find_nearest(Gaps& gaps, const Searcher& searcher) {
    for (Gap& gap : gaps.gaps) {
        auto hit = first_hit(gap, searcher);
        if (!hit) return fail(hit.error());
        if (*hit) gap.nearest = KnownArticle{(*hit)->slug, (*hit)->lang, (*hit)->title, (*hit)->url};
    }
    return {};
}

}  // namespace kb
