// From what one visitor did to what it counts for. The one place that knows; docs/statistics.md says the same in words.
#pragma once

#include <cstdint>
#include <map>
#include <set>

#include "kb/events/rule_book.h"
#include "kb/store/figure.h"
#include "kb/store/trail.h"

namespace kb {

struct Counted {
    std::map<FigureKey, std::int64_t> figures;
    std::set<Case> cases;

    void add(const Counted& other, int times);  // `cases` are joined, whatever the times
};

// Depends on nothing else: the same events in another order of arrival, with the same places, count for the same.
Counted fold(Trail trail, const RuleBook& rules);

// An event of which only the count is kept, since its sender wants no more: no session, text or identifier.
Counted fold_sessionless(const StoredEvent& event, const RuleBook& rules);

}  // namespace kb
