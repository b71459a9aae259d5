#include "kb/events/batch.h"

#include <algorithm>
#include <unordered_map>

#include "kb/events/fold.h"

namespace kb {

namespace {

// What was counted for some visitors before a change, held against what is counted afterwards.
class Recount {
public:
    Recount(EventTables& tables, const RuleBook& rules) : tables_(tables), rules_(rules) {}

    void take_out(const Trail& trail) { before_.add(fold(trail, rules_), -1); }
    void put_in(const Trail& trail) { after_.add(fold(trail, rules_), 1); }
    void put_in(const Counted& counted) { after_.add(counted, 1); }

    void store() {
        for (const auto& [key, n] : before_.figures) after_.figures[key] += n;
        for (const auto& [key, n] : after_.figures) {
            if (n != 0) tables_.add(key, n);
        }
        for (const Case& found : before_.cases) {
            if (after_.cases.count(found) == 0) tables_.remove(found);
        }
        for (const Case& found : after_.cases) {
            if (before_.cases.count(found) == 0) tables_.add(found);
        }
    }

private:
    EventTables& tables_;
    const RuleBook& rules_;
    Counted before_, after_;
};

// The visitors that a batch is about, as they become.
class Visitors {
public:
    Visitors(EventTables& tables, Recount& recount) : tables_(tables), recount_(recount) {}

    SessionLink& session(Mark mark) {
        if (const auto known = sessions_.find(mark); known != sessions_.end()) return known->second;
        const auto found = tables_.find_session(mark);
        const SessionLink session = found ? *found : tables_.add_session(mark);
        const Place root = found ? tables_.root_of(session.place) : session.place;
        roots_[session.place] = root;
        if (trails_.count(root) == 0) {
            Trail& trail = trails_[root];
            trail = found ? tables_.trail(root) : Trail{{session}, {}};
            recount_.take_out(trail);
            for (const SessionLink& each : trail.sessions) roots_[each.place] = root;
        }
        return sessions_[mark] = session;
    }

    // Only once, and never in a circle or without an end.
    void join(Mark later, Mark earlier) {
        if (later == earlier) return;
        const SessionLink parent = session(earlier);
        SessionLink& child = session(later);
        const Place from = roots_[child.place], to = roots_[parent.place];
        Trail& whole = trails_[to];
        Trail& part = trails_[from];
        if (child.parent != 0 || from == to || whole.sessions.size() + part.sessions.size() > most_sessions_of_visitor ||
            whole.events.size() + part.events.size() > most_events_of_visitor)
            return;
        tables_.join(child.place, parent.place);
        child.parent = parent.place;
        for (SessionLink& each : part.sessions) {
            if (each.place == child.place) each.parent = parent.place;
            roots_[each.place] = to;
        }
        whole.sessions.insert(whole.sessions.end(), part.sessions.begin(), part.sessions.end());
        whole.events.insert(whole.events.end(), part.events.begin(), part.events.end());
        trails_.erase(from);
    }

    Trail& trail(const SessionLink& session) { return trails_[roots_[session.place]]; }

    void count() {
        for (const auto& [root, trail] : trails_) recount_.put_in(trail);
    }

private:
    EventTables& tables_;
    Recount& recount_;
    std::unordered_map<Mark, SessionLink> sessions_;
    std::unordered_map<Place, Place> roots_;  // of sessions
    std::unordered_map<Place, Trail> trails_;  // by root
};

StoredEvent place_event(EventTables& tables, const NewEvent& event, Place session, const GroupOf& group_of) {
    StoredEvent placed;
    placed.id = event.id;
    placed.session = session;
    placed.kind = event.kind;
    placed.at = event.at;
    placed.lang = tables.place_of_name(event.lang);
    placed.results = event.results;
    // Without a session nothing is kept but what is counted.
    if (session == 0) return placed;
    placed.search = event.search;
    if (!event.query.empty()) {
        std::tie(placed.query, placed.group) = tables.place_of_query(event.query, [&] { return group_of(event.query, event.lang); });
    }
    if (!event.slug.empty()) placed.article = tables.place_of_name(event.slug);
    placed.rank = event.rank;
    placed.source = event.source;
    placed.visible_ms = event.visible_ms;
    placed.helpful = event.helpful;
    return placed;
}

// All that is kept of an event without a session: that it came, and on which day, so that it counts once.
StoredEvent trace_of(const StoredEvent& event) {
    constexpr std::int64_t day_ms = 24 * 60 * 60 * 1000;
    StoredEvent trace;
    trace.id = event.id;
    trace.kind = no_kind;
    trace.at = event.at - event.at % day_ms;
    return trace;
}

}  // namespace

Stored store_batch(EventTables& tables, const std::vector<Parcel>& parcels, const RuleBook& rules, const GroupOf& group_of) {
    Recount recount(tables, rules);
    Visitors visitors(tables, recount);
    Stored result;
    for (const Parcel& parcel : parcels) {
        const bool has_session = parcel.session != 0;
        if (has_session && parcel.continues != 0) visitors.join(parcel.session, parcel.continues);
        const SessionLink session = has_session ? visitors.session(parcel.session) : SessionLink{};
        for (const NewEvent& event : parcel.events) {
            if (has_session && visitors.trail(session).events.size() >= most_events_of_visitor) {
                ++result.dropped;
                continue;
            }
            // Before anything of it is stored.
            if (tables.has_event(event.id)) {
                ++result.repeated;
                continue;
            }
            StoredEvent placed = place_event(tables, event, session.place, group_of);
            ++result.stored;
            if (has_session) {
                tables.add(placed, event.comment);
                visitors.trail(session).events.push_back(placed);
            } else {
                recount.put_in(fold_sessionless(placed, rules));
                StoredEvent trace = trace_of(placed);
                tables.add(trace, {});
            }
        }
    }
    visitors.count();
    recount.store();
    return result;
}

void count_earlier_tickets(EventTables& tables, const RuleBook& rules) {
    for (const Place root : tables.take_uncounted()) {
        for (const auto& [key, n] : fold(tables.trail(root), rules).figures) {
            if (key.kind == FigureKind::unasked_ticket) tables.add(key, n);
        }
    }
}

bool erase_session(EventTables& tables, Mark mark, const RuleBook& rules) {
    const auto session = tables.find_session(mark);
    if (!session) return false;
    Recount recount(tables, rules);
    Trail trail = tables.trail(tables.root_of(session->place));
    recount.take_out(trail);
    std::erase_if(trail.events, [&](const StoredEvent& event) { return event.session == session->place; });
    recount.put_in(trail);
    recount.store();
    tables.forget_session(session->place);
    return true;
}

}  // namespace kb
