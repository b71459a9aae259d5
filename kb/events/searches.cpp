#include "kb/events/searches.h"

#include <unordered_map>

namespace kb {

namespace {

// The latest search that an article was opened from; nullptr when there is none.
SearchMade* find_source(std::vector<SearchMade>& searches, const StoredEvent& open, const Lineage& lineage, const RuleBook& rules) {
    for (auto search = searches.rbegin(); search != searches.rend(); ++search) {
        const StoredEvent& made = *search->event;
        if (made.search != open.search || made.at > open.at) continue;
        if (open.at >= made.at + rules.at(made.at).window) return nullptr;
        if (lineage.continues(open.session, made.session)) return &*search;
    }
    return nullptr;
}

}  // namespace

std::vector<SearchMade> find_searches(const std::vector<StoredEvent>& events, const Lineage& lineage, const RuleBook& rules) {
    std::vector<SearchMade> searches;
    for (const StoredEvent& event : events) {
        if (event.kind == EventKind::search) searches.push_back({&event, {}, false});
    }
    for (const StoredEvent& event : events) {
        if (event.kind != EventKind::open || event.search == 0) continue;
        if (SearchMade* source = find_source(searches, event, lineage, rules)) source->clicks.push_back(&event);
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
