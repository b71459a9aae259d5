// What somebody wrote to support, as plain values.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace kb {

// Everything but the subject, message and email may be empty or missing without anything being lost to support.
struct TicketText {
    std::string lang;     // of the form
    std::string subject;  // one line; may be empty
    std::string message;
    std::string email;    // to answer to; may be empty
    std::vector<std::pair<std::string, std::string>> fields;  // of kb.yaml, by name, in the order of the form
    std::string page;     // path of the page that the form was opened from
    std::string session;
    std::string search_id;
    std::vector<std::string> shown;  // articles offered beside the form, "lang/slug" or slugs
    bool operator==(const TicketText&) const = default;
};

struct Ticket {
    std::int64_t place = 0;     // in the outbox: 1, 2, … as they came
    std::string number;         // that the sender is told: eight digits
    std::string key;            // a UUID; the same in every attempt to deliver it
    std::int64_t received = 0;  // seconds since 1970
    TicketText text;            // empty once erased
};

}  // namespace kb
