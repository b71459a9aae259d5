// Which session continues which.
#pragma once

#include <unordered_map>

#include "kb/store/trail.h"

namespace kb {

class Lineage {
public:
    explicit Lineage(const std::vector<SessionLink>& sessions) {
        for (const SessionLink& session : sessions) sessions_[session.place] = session;
    }

    // Directly or not; every session continues itself.
    bool continues(Place session, Place earlier) const {
        // Each step goes to an earlier one; links in a circle are never stored, and would not keep us here for ever.
        for (std::size_t steps = 0; session != 0 && steps <= sessions_.size(); ++steps) {
            if (session == earlier) return true;
            const auto found = sessions_.find(session);
            session = found == sessions_.end() ? 0 : found->second.parent;
        }
        return false;
    }
    Mark mark_of(Place session) const {
        const auto found = sessions_.find(session);
        return found == sessions_.end() ? 0 : found->second.mark;
    }

private:
    std::unordered_map<Place, SessionLink> sessions_;
};

}  // namespace kb
