// Solved tickets as other systems give them out: JSON objects, one a line, or a table of CSV (RFC 4180).
#pragma once

#include <cstddef>
#include <functional>
#include <istream>
#include <map>
#include <string>

#include "kb/article/solved_question.h"
#include "kb/base/error.h"

namespace kb {

// A line, or what a quoted field makes one of several, is refused when it is longer; in bytes.
constexpr std::size_t longest_ticket = 1024 * 1024;
// Texts are cut here, in bytes of UTF-8.
constexpr std::size_t longest_ticket_text = 16 * 1024;

struct TicketFormat {
    enum class Kind { json_lines, csv };
    Kind kind = Kind::json_lines;
    // Field of a ticket → column of the table, or field of the objects. Fields without one bear their own name.
    std::map<std::string, std::string, std::less<>> columns;
};

// "id", "lang", "subject", "message", "answer", "article", "solved", "at".
bool is_ticket_field(std::string_view name);

struct TicketHandlers {
    // The number of the line where it begins, from 1.
    std::function<Result<void>(SolvedQuestion question, int line)> take;
    std::function<void(Error error)> refuse;  // says the line
};

// Hands over each ticket, and each line that is none; `path` is for messages. A language that is not given follows from the
// letters. Fails when `take` does, when reading does, and when a table has no column for the id or for what was asked.
Result<void> read_tickets(std::istream& in, const std::string& path, const TicketFormat& format, const TicketHandlers& handlers);

}  // namespace kb
