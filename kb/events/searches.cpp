#include "kb/events/searches.h"

#include <unordered_map>

namespace kb {

namespace {

using SameSearches = std::vector<std::size_t>;  // places, in the order of their time

// The latest search that an article was opened from; nullptr when there is none.
SearchMade* find_source(std::vector<SearchMade>& searches, const SameSearches& same, const StoredEvent& open, const Lineage& lineage,
                        const RuleBook& rules) {
    for (auto place = same.rbegin(); place != same.rend(); ++place) {
        const StoredEvent& made = *searches[*place].event;
        const bool is_open = made.at <= open.at && open.at < made.at + rules.at(made.at).window;
        if (is_open && lineage.continues(open.session, made.session)) return &searches[*place];
    }
    return nullptr;
}

}  // namespace

std::vector<SearchMade> find_searches(const std::vector<StoredEvent>& events, const Lineage& lineage, const RuleBook& rules) {
    std::vector<SearchMade> searches;
    std::unordered_map<Mark, SameSearches> by_mark;
    for (const StoredEvent& event : events) {
        if (event.kind != EventKind::search) continue;
        by_mark[event.search].push_back(searches.size());
        searches.push_back({&event, {}, false});
    }
    for (const StoredEvent& event : events) {
        if (event.kind != EventKind::open || event.search == 0) continue;
        if (SearchMade* source = find_source(searches, by_mark[event.search], event, lineage, rules)) source->clicks.push_back(&event);
    }
    std::unordered_map<Place, SearchMade*> last_of_session;
    for (SearchMade& search : searches) {
        SearchMade*& last = last_of_session[search.event->session];
        if (last != nullptr && last->clicks.empty() && last->event->query != search.event->query) last->was_retried = true;
        last = &search;
    }
    return searches;
}

}  // namespace kb
