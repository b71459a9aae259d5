// Which session continues which.
#pragma once

#include <unordered_map>
#include <utility>
#include <vector>

#include "kb/store/trail.h"

namespace kb {

class Lineage {
public:
    // Links that lead to no session here, or in a circle, count for nothing.
    explicit Lineage(const std::vector<SessionLink>& sessions) {
        std::unordered_map<Place, std::vector<Place>> later;
        for (const SessionLink& session : sessions) sessions_[session.place].mark = session.mark;
        for (const SessionLink& session : sessions) {
            const bool has_parent = session.parent != 0 && sessions_.count(session.parent) != 0;
            later[has_parent ? session.parent : 0].push_back(session.place);
        }
        number(later);
    }

    // Directly or not; every session continues itself.
    bool continues(Place session, Place earlier) const {
        if (session == earlier) return true;
        const auto one = sessions_.find(session), other = sessions_.find(earlier);
        if (one == sessions_.end() || other == sessions_.end()) return false;
        return other->second.first < one->second.first && one->second.first <= other->second.last;
    }
    Mark mark_of(Place session) const {
        const auto found = sessions_.find(session);
        return found == sessions_.end() ? 0 : found->second.mark;
    }

private:
    // Numbers in the order of a walk: those of all that continue a session follow its own.
    struct Numbered {
        Mark mark = 0;
        int first = 0, last = 0;
    };

    void number(const std::unordered_map<Place, std::vector<Place>>& later) {
        int next = 0;
        std::vector<std::pair<Place, bool>> open;  // and whether all that continue it have their numbers
        const auto enter = [&](Place session) {
            const auto found = later.find(session);
            if (found == later.end()) return;
            for (const Place each : found->second) open.emplace_back(each, false);
        };
        enter(0);
        while (!open.empty()) {
            const auto [session, is_done] = open.back();
            open.pop_back();
            if (is_done) {
                sessions_[session].last = next;
                continue;
            }
            sessions_[session].first = ++next;
            open.emplace_back(session, true);
            enter(session);
        }
    }

    std::unordered_map<Place, Numbered> sessions_;
};

}  // namespace kb
