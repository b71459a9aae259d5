#include "server/delivery/mail.h"

#include <algorithm>

#include <fmt/format.h>

#include "server/delivery/mail_header.h"
#include "server/delivery/ticket_text.h"

namespace kb::server {

namespace {

constexpr std::string_view text_headers =
    "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n";

std::string_view host_of(std::string_view address) {
    return address.substr(address.find('@') + 1);
}

// Of a UUID: only what an identifier may hold.
std::string identifier(std::string key) {
    std::erase_if(key, [](char c) { return c != '-' && !(c >= '0' && c <= '9') && !(lower_ascii(c) >= 'a' && lower_ascii(c) <= 'z'); });
    return key;
}

std::string envelope(const std::string& from, const std::string& to, std::int64_t time, const std::string& name) {
    return fmt::format("From: {}\nTo: {}\nDate: {}\nMessage-ID: <{}@{}>\n", from, to, mail_time(time), name, host_of(from));
}

}  // namespace

std::string ticket_mail(const Ticket& ticket, const std::string& from, const std::string& to) {
    std::string mail = envelope(from, to, ticket.received, identifier(ticket.key));
    if (is_mail_address(ticket.text.email)) mail += fmt::format("Reply-To: {}\n", ticket.text.email);
    mail += subject_header(subject_of(ticket));
    mail.append("Auto-Submitted: no\n").append(text_headers).append("\n");
    return mail + mail_body(body_of(ticket, ticket.text.fields, true));
}

std::string receipt_mail(const Receipt& receipt, const std::string& from) {
    if (!is_mail_address(receipt.to)) return {};
    std::string mail = envelope(from, receipt.to, receipt.time, identifier(receipt.key) + ".receipt");
    mail += subject_header(receipt.subject);
    mail.append("Auto-Submitted: auto-replied\nX-Auto-Response-Suppress: All\n").append(text_headers).append("\n");
    return mail + mail_body(receipt.body);
}

}  // namespace kb::server
