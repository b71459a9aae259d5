// What somebody did, as it is stored: nothing here says who.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kb {

// Stored numbers are fixed; so are those of all kinds of figures.
enum class EventKind : int {
    search = 1,
    typeahead = 2,
    open = 3,
    read = 4,
    vote = 5,
    contact_open = 6,
    contact_shown = 7,
    contact_suggestion = 8,
    contact_solved = 9,
    contact_sent = 10,
    contact_left = 11,
};
enum class EventSource : int {
    unknown = 0,
    search = 1,
    suggest = 2,
    category = 3,
    related = 4,
    contact = 5,
    widget = 6,
    link = 7,
    desk = 8,
};
constexpr EventKind no_kind = static_cast<EventKind>(0);  // of what is only known to have come
std::string_view name_of(EventKind kind);
std::optional<EventKind> parse_event_kind(std::string_view name);
std::string_view name_of(EventSource source);
std::optional<EventSource> parse_event_source(std::string_view name);

// In place of an identifier that a browser made up: the first eight bytes, big-endian, of its SHA-256.
using Mark = std::int64_t;
Mark mark_of(std::string_view identifier);
// Of 100 sessions; see docs/statistics.md. Below `percent`: held out.
int holdout_number(Mark session);

// What sessions, languages, articles, queries and groups of queries are in the tables; 0 for none.
using Place = std::int64_t;

struct StoredEvent {
    Place place = 0;  // later ones arrived later
    Mark id = 0;
    Place session = 0;
    EventKind kind = EventKind::search;
    std::int64_t at = 0;  // milliseconds since 1970
    Place lang = 0;
    Mark search = 0;
    Place query = 0, group = 0;
    std::optional<std::int32_t> results;
    Place article = 0;
    std::int32_t rank = 0;
    EventSource source = EventSource::unknown;
    std::int64_t visible_ms = 0;
    std::optional<bool> helpful;
    bool operator==(const StoredEvent&) const = default;
};

// What the content said while events came in.
struct Rules {
    std::int64_t from = 0;      // milliseconds since 1970; the first rules count for ever before, too
    std::int64_t window = 24 * 60 * 60 * 1000;  // milliseconds
    int holdout_percent = 0;
    std::string timezone = "UTC";
    bool operator==(const Rules&) const = default;
};

}  // namespace kb
