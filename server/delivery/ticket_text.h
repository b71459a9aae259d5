// A ticket as people read it, for receivers that know less of it than we do.
#pragma once

#include <string>
#include <vector>

#include "kb/base/ascii.h"
#include "kb/store/ticket.h"

namespace kb::server {

using NamedValues = std::vector<std::pair<std::string, std::string>>;

// The subject, or how the message begins: one line without control characters, never empty.
std::string subject_of(const Ticket& ticket);

// The message and below it the ticket's number, the address when `shows_email`, `fields`, the page and what was offered there.
std::string body_of(const Ticket& ticket, const NamedValues& fields, bool shows_email);

// The fields of a ticket by whether the receiver knows them under a name of its own.
struct SortedFields {
    NamedValues known;    // by its names
    NamedValues unknown;  // by ours
};
SortedFields sort_fields(const Ticket& ticket, const NamedValues& names);

// Line breaks and other control characters as spaces.
std::string in_one_line(std::string_view text);

}  // namespace kb::server
