// Searches and the clicks they led to.
#pragma once

#include <vector>

#include "kb/events/lineage.h"
#include "kb/events/rule_book.h"
#include "kb/store/figure.h"

namespace kb {

struct SearchMade {
    const StoredEvent* event = nullptr;
    std::vector<const StoredEvent*> clicks;  // in their order
    bool was_retried = false;

    SearchEnd end() const {
        if (event->results == 0) return SearchEnd::no_result;
        return clicks.empty() ? SearchEnd::no_click : SearchEnd::clicked;
    }
    bool has_failed() const { return end() != SearchEnd::clicked; }
};

// `events` in the order of their time, then arrival; they must outlive the result.
std::vector<SearchMade> find_searches(const std::vector<StoredEvent>& events, const Lineage& lineage, const RuleBook& rules);

}  // namespace kb
