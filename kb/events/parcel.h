// What a browser sends of what somebody did: read, held against the rules of docs/statistics.md and scrubbed, before it is stored.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kb/base/error.h"
#include "kb/store/event.h"

namespace kb {

struct NewEvent {
    Mark id = 0;
    EventKind kind = EventKind::search;
    std::int64_t at = 0;  // milliseconds since 1970
    std::string lang;
    Mark search = 0;
    std::string query;  // scrubbed, in lower case, blanks made single
    std::optional<std::int32_t> results;
    std::string slug;
    std::int32_t rank = 0;
    EventSource source = EventSource::unknown;
    std::int64_t visible_ms = 0;
    std::optional<bool> helpful;
    std::string comment;  // scrubbed
    bool operator==(const NewEvent&) const = default;
};

struct Parcel {
    Mark session = 0;    // 0: only counts are kept
    Mark continues = 0;  // 0: nobody
    std::vector<NewEvent> events;
    bool operator==(const Parcel&) const = default;
};

constexpr std::size_t most_events = 50, longest_parcel = 64 * 1024, longest_comment = 1'000;  // bytes; UTF-16 code units

// The slug that the article has now which has, or had, this one, in this language or any other; empty when there is none.
using FindArticle = std::function<std::string(std::string_view slug, std::string_view lang)>;

// `arrived` in milliseconds since 1970. Fails with invalid_argument at the first mistake; the place in it says which event.
Result<Parcel> read_parcel(std::string_view json, std::int64_t arrived, const FindArticle& find_article);

// That a message of this session was stored; `ticket` is anything that is unique to it.
Parcel ticket_stored(std::string_view session, std::string_view ticket, std::string_view lang, std::int64_t at);

}  // namespace kb
