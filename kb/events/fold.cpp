#include "kb/events/fold.h"

#include <algorithm>
#include <tuple>

#include "kb/events/cases.h"
#include "kb/events/lineage.h"
#include "kb/events/searches.h"

namespace kb {

namespace {

// Adds what one trail counts for, each figure on the day and in the language of the event that it belongs to.
class Counter {
public:
    Counter(const RuleBook& rules, Counted& counted) : rules_(rules), counted_(counted) {}

    template <class Sub>
    void count(FigureKind kind, const StoredEvent& event, std::int64_t key, Sub sub, std::int64_t n = 1) {
        add(kind, rules_.day_of(event.at), event.lang, key, static_cast<std::int32_t>(sub), n);
    }
    void count(FigureKind kind, const Case& found, std::int64_t key, std::int32_t sub) { add(kind, found.day, found.lang, key, sub, 1); }

private:
    void add(FigureKind kind, Day day, Place lang, std::int64_t key, std::int32_t sub, std::int64_t n) {
        if (n != 0) counted_.figures[{kind, day, lang, key, sub}] += n;
    }

    const RuleBook& rules_;
    Counted& counted_;
};

void count_search(const SearchMade& search, Counter& counter) {
    const StoredEvent& event = *search.event;
    counter.count(FigureKind::search, event, 0, search.end());
    if (event.query != 0) counter.count(FigureKind::query, event, event.query, search.end());
    if (search.was_retried) counter.count(FigureKind::retried, event, 0, 0);
    for (const StoredEvent* click : search.clicks) {
        if (click->rank > 0) counter.count(FigureKind::rank, event, 0, click->rank);
    }
    if (search.clicks.empty()) return;
    const std::int64_t seconds = (search.clicks.front()->at - event.at) / 1000;
    counter.count(FigureKind::first_click, event, 0, std::min<std::int64_t>(seconds, longest_first_click));
}

// Each session once for each query, and for each group that it failed to find something for.
void count_sessions(const std::vector<SearchMade>& searches, Counter& counter) {
    std::set<std::pair<Place, Place>> asked, failed;
    for (const SearchMade& search : searches) {
        const StoredEvent& event = *search.event;
        if (event.query == 0) continue;
        if (asked.emplace(event.session, event.query).second) counter.count(FigureKind::query_session, event, event.query, 0);
        if (search.has_failed() && failed.emplace(event.session, event.group).second)
            counter.count(FigureKind::gap_session, event, event.group, 0);
    }
}

void count_question(const CoveringCase& question, const std::vector<SearchMade>& searches, Counter& counter, std::set<Case>& cases) {
    const Case& found = question.found;
    counter.count(FigureKind::question, found, 0, found.outcome);
    const auto outcome = static_cast<Outcome>(found.outcome);
    if (outcome == Outcome::confirmed || outcome == Outcome::potential) counter.count(FigureKind::answered, found, found.article, found.outcome);
    if (outcome != Outcome::ticket) return;
    const std::set<const StoredEvent*> covered(question.events.begin(), question.events.end());
    std::set<Place> groups;
    for (const SearchMade& search : searches) {
        if (search.has_failed() && search.event->query != 0 && covered.count(search.event) != 0) groups.insert(search.event->group);
    }
    Case ticket = found;
    ticket.kind = Case::Kind::gap_ticket;
    for (const Place group : groups) {
        counter.count(FigureKind::gap_ticket, found, group, 0);
        ticket.article = group;
        cases.insert(ticket);
    }
}

// What came without a search or an opened form that the server heard of: something blocked these, or the window has passed since.
void count_unasked_tickets(const std::vector<StoredEvent>& events, const std::vector<CoveringCase>& questions, Counter& counter) {
    std::set<const StoredEvent*> asked;
    for (const CoveringCase& question : questions) asked.insert(question.events.begin(), question.events.end());
    for (const StoredEvent& event : events) {
        if (event.kind == EventKind::contact_sent && asked.count(&event) == 0) counter.count(FigureKind::unasked_ticket, event, 0, 0);
    }
}

void count_articles(const std::vector<StoredEvent>& events, Counter& counter) {
    std::map<std::pair<Place, Place>, const StoredEvent*> last_votes;
    std::map<Place, Place> last_opened;  // of a session
    const auto use = [&](const StoredEvent& event, Place article, ArticleUse how) { counter.count(FigureKind::article, event, article, how); };
    for (const StoredEvent& event : events) {
        if (event.kind == EventKind::contact_open && last_opened[event.session] != 0) use(event, last_opened[event.session], ArticleUse::exit);
        if (event.article == 0) continue;
        if (event.kind == EventKind::open) {
            last_opened[event.session] = event.article;
            use(event, event.article, ArticleUse::view);
            if (event.source == EventSource::search) use(event, event.article, ArticleUse::view_from_search);
        }
        if (event.kind == EventKind::read) {
            use(event, event.article, ArticleUse::read);
            counter.count(FigureKind::read_time, event, event.article, 0, event.visible_ms);
        }
        if (event.kind == EventKind::vote) last_votes[{event.session, event.article}] = &event;
    }
    for (const auto& [of, vote] : last_votes) use(*vote, vote->article, vote->helpful == true ? ArticleUse::helpful : ArticleUse::unhelpful);
}

}  // namespace

void Counted::add(const Counted& other, int times) {
    for (const auto& [key, n] : other.figures) figures[key] += n * times;
    cases.insert(other.cases.begin(), other.cases.end());
}

Counted fold(Trail trail, const RuleBook& rules) {
    auto& events = trail.events;
    // Whoever opens articles from the desk is an agent, whether signed in or not.
    const bool is_agent = std::any_of(events.begin(), events.end(), [](const StoredEvent& event) { return event.source == EventSource::desk; });
    if (is_agent) return {};
    std::sort(events.begin(), events.end(),
              [](const StoredEvent& a, const StoredEvent& b) { return std::tie(a.at, a.place) < std::tie(b.at, b.place); });
    const Lineage lineage(trail.sessions);
    Counted counted;
    Counter counter(rules, counted);
    for (const StoredEvent& event : events) counter.count(FigureKind::event, event, 0, event.kind);
    const auto searches = find_searches(events, lineage, rules);
    for (const SearchMade& search : searches) count_search(search, counter);
    count_sessions(searches, counter);
    count_articles(events, counter);
    std::vector<CoveringCase> questions = find_questions(events, lineage, rules);
    count_unasked_tickets(events, questions, counter);
    for (CoveringCase& question : questions) {
        settle_question(question);
        count_question(question, searches, counter, counted.cases);
        counted.cases.insert(question.found);
    }
    for (CoveringCase& visit : find_form_visits(events, lineage, rules)) {
        settle_form_visit(visit, lineage, rules);
        counter.count(FigureKind::form, visit.found, 0, visit.found.outcome);
        counted.cases.insert(visit.found);
    }
    return counted;
}

Counted fold_sessionless(const StoredEvent& event, const RuleBook& rules) {
    Counted counted;
    Counter counter(rules, counted);
    counter.count(FigureKind::sessionless, event, 0, event.kind);
    if (event.kind == EventKind::search && event.results == 0) counter.count(FigureKind::sessionless, event, 0, sessionless_no_result);
    return counted;
}

}  // namespace kb
