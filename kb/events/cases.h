// Questions and visits of the contact form: what begins them, what they cover, how they end.
#pragma once

#include <vector>

#include "kb/events/lineage.h"
#include "kb/events/rule_book.h"
#include "kb/store/figure.h"

namespace kb {

struct CoveringCase {
    Case found;  // without outcome and article
    std::vector<const StoredEvent*> events;  // that it covers, in their order
};

// `events` in the order of their time, then arrival.
std::vector<CoveringCase> find_questions(const std::vector<StoredEvent>& events, const Lineage& lineage, const RuleBook& rules);
std::vector<CoveringCase> find_form_visits(const std::vector<StoredEvent>& events, const Lineage& lineage, const RuleBook& rules);

// Sets outcome and article.
void settle_question(CoveringCase& question);
void settle_form_visit(CoveringCase& visit, const Lineage& lineage, const RuleBook& rules);

}  // namespace kb
