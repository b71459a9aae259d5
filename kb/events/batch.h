// Stores what came in, with all that changes of what was counted, as one change of the database.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "kb/events/rule_book.h"
#include "kb/events/parcel.h"
#include "kb/store/event_log.h"

namespace kb {

// The key of what a query means, equal for all ways to put it.
using GroupOf = std::function<std::string(const std::string& query, const std::string& lang)>;

struct Stored {
    std::int64_t stored = 0, repeated = 0, dropped = 0;  // events; dropped: of who sends more than anybody would
    Stored& operator+=(const Stored& other) {
        stored += other.stored, repeated += other.repeated, dropped += other.dropped;
        return *this;
    }
};

// Of one visitor: whoever passes these is no person.
constexpr std::size_t most_events_of_visitor = 10'000, most_sessions_of_visitor = 100;

Stored store_batch(EventTables& tables, const std::vector<Parcel>& parcels, const RuleBook& rules, const GroupOf& group_of);

// Of tickets that belong to no question and came before these were counted: once.
void count_earlier_tickets(EventTables& tables, const RuleBook& rules);

// Takes out what a session did and what that counted for; false when nothing is known of it.
bool erase_session(EventTables& tables, Mark session, const RuleBook& rules);

}  // namespace kb
