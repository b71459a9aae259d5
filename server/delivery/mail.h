// Mails as sendmail takes them: a header, an empty line, the text; lines end with "\n".
#pragma once

#include <cstdint>
#include <string>

#include "kb/store/ticket.h"

namespace kb::server {

// To support. Two mails of one ticket are the same, down to the Message-ID: who has got the first may drop the second.
// `from` and `to` are addresses (is_mail_address).
std::string ticket_mail(const Ticket& ticket, const std::string& from, const std::string& to);

// To the customer, that the ticket has come. `body` must not repeat what was written: anybody may enter anybody's address.
struct Receipt {
    std::string to;  // as it was typed
    std::string subject, body;
    std::string key;        // of the ticket
    std::int64_t time = 0;  // seconds since 1970
};

// Empty when `to` is no address that mail can be sent to.
std::string receipt_mail(const Receipt& receipt, const std::string& from);

}  // namespace kb::server
