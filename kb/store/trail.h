// What one visitor left: a session, those that continue it, and so on, with all their events.
#pragma once

#include <vector>

#include "kb/store/event.h"

namespace kb {

struct SessionLink {
    Place place = 0;
    Place parent = 0;  // that it continues; 0 for none
    Mark mark = 0;
    bool operator==(const SessionLink&) const = default;
};

struct Trail {
    std::vector<SessionLink> sessions;
    std::vector<StoredEvent> events;  // in any order
};

}  // namespace kb
