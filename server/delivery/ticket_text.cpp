#include "server/delivery/ticket_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "kb/base/utf8.h"
#include "server/delivery/mail_header.h"

namespace kb::server {

namespace {

// Some 80 letters of any alphabet: Cyrillic ones take two bytes.
constexpr std::size_t beginning_units = 80;

std::string beginning_of(std::string_view message) {
    const std::string line = in_one_line(message);
    const std::u16string units = to_utf16(line);
    // Half of a pair at the cut is left out on the way back.
    return units.size() <= beginning_units ? line : to_utf8(units.substr(0, beginning_units)) + "…";
}

}  // namespace

std::string in_one_line(std::string_view text) {
    std::string line(text);
    std::replace_if(line.begin(), line.end(), is_control_ascii, ' ');
    return std::string(trim_blanks(line));
}

std::string subject_of(const Ticket& ticket) {
    std::string subject = in_one_line(ticket.text.subject);
    if (subject.empty()) subject = beginning_of(ticket.text.message);
    return subject.empty() ? "Ticket " + ticket.number : subject;
}

std::string body_of(const Ticket& ticket, const NamedValues& fields, bool shows_email) {
    std::string body = ticket.text.message + "\n\n-- \nTicket: " + ticket.number + '\n';
    const auto add = [&](std::string_view name, std::string_view value) {
        if (!value.empty()) body += fmt::format("{}: {}\n", in_one_line(name), in_one_line(value));
    };
    if (shows_email || !is_mail_address(ticket.text.email)) add("Email", ticket.text.email);
    for (const auto& [name, value] : fields) add(name, value);
    add("Page", ticket.text.page);
    add("Articles offered", fmt::format("{}", fmt::join(ticket.text.shown, ", ")));
    return body;
}

SortedFields sort_fields(const Ticket& ticket, const NamedValues& names) {
    SortedFields sorted;
    for (const auto& [name, value] : ticket.text.fields) {
        const auto theirs = std::find_if(names.begin(), names.end(), [&](const auto& pair) { return pair.first == name; });
        if (value.empty()) continue;
        if (theirs == names.end()) sorted.unknown.emplace_back(name, value);
        else sorted.known.emplace_back(theirs->second, value);
    }
    return sorted;
}

}  // namespace kb::server
