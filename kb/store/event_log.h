// Writes events, and what they add up to, into events.db. What they add up to is decided by whoever writes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kb/base/error.h"
#include "kb/store/database.h"
#include "kb/store/figure.h"
#include "kb/store/period.h"
#include "kb/store/trail.h"

namespace kb {

// The tables, inside of one change. What fails here ends it, and nothing of it is stored.
class EventTables {
public:
    explicit EventTables(SQLite::Database& connection);
    ~EventTables();

    std::optional<SessionLink> find_session(Mark mark);
    SessionLink add_session(Mark mark);
    // `session`, which continues nobody yet, and all that continue it now belong to the visitor of `parent`.
    void join(Place session, Place parent);
    // The first session of the visitor.
    Place root_of(Place session);
    Trail trail(Place root);

    // Slugs and languages.
    Place place_of_name(const std::string& name);
    // `group_of` is asked for the group of a text that was not there before.
    std::pair<Place, Place> place_of_query(const std::string& text, const std::function<std::string()>& group_of);

    bool has_event(Mark id);
    // False, and nothing happens, when there is one with this id. Sets its place.
    bool add(StoredEvent& event, const std::string& comment);
    void add(const FigureKey& key, std::int64_t n);
    void add(const Case& found);
    void remove(const Case& found);
    // With its events; what continues it stays joined.
    void forget_session(Place session);

    std::vector<Rules> rules();
    void add(const Rules& rules);
    // Replaces all rules while nothing has been counted by them.
    void set_first_rules(const Rules& rules);
    // The latest moment of what came lately, in milliseconds since 1970; nothing without events.
    std::optional<std::int64_t> latest();

    // Of events from before `at` (milliseconds since 1970), with comments and texts, `most` at once; how many they were.
    std::int64_t forget_events(std::int64_t at, std::int64_t most);
    // What is left of them when they are gone: cases, sessions, and figures that name texts, of days before `day`.
    void forget_traces(std::int64_t at, Day day);
    // That texts of days before `day` are gone, when something was counted then.
    void note_forgotten(Day day);
    // First sessions of the visitors whose tickets are still to be counted; asked once, they are not there any more.
    std::vector<Place> take_uncounted();
    // One kind of figures of one month before that of `day`; false when all are packed.
    bool pack_month(Day day);
    // After a change that failed: what it had stored is not there.
    void distrust() { names_.clear(); }

private:
    void unpack(FigureKind kind, Period month);

    struct Statements;
    SQLite::Database& connection_;
    std::unique_ptr<Statements> use_;
    std::unordered_map<std::string, Place> names_;
};

// For one thread at a time.
class EventLog {
public:
    static Result<std::unique_ptr<EventLog>> open(const std::filesystem::path& data);
    ~EventLog();

    // All that `work`, a function of EventTables, does; or nothing.
    template <class Work>
    auto change(std::string_view doing, Work work) {
        try {
            auto changed = database_.change(doing, [&](SQLite::Database&) { return work(*tables_); });
            if (!changed) tables_->distrust();
            return changed;
        } catch (...) {
            tables_->distrust();
            throw;
        }
    }
    // Takes what was erased out of the log of changes, too; false when somebody is reading there now.
    Result<bool> forget_erased() { return database_.forget_erased(); }

private:
    explicit EventLog(Database database) : database_(std::move(database)) {}

    Database database_;
    std::unique_ptr<EventTables> tables_;
};

}  // namespace kb
