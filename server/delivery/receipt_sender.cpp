#include "server/delivery/receipt_sender.h"

#include "server/delivery/mail.h"
#include "server/delivery/mail_receiver.h"

namespace kb::server {

namespace {

// Later it would only puzzle.
constexpr std::int64_t too_late = 2 * 24 * 60 * 60;

}  // namespace

Delivery ReceiptSender::deliver(const Ticket& ticket) {
    if (clock_() - ticket.received > too_late) return {Outcome::rejected, "it is too late for a receipt", {}};
    const ReceiptText text = words_(ticket);
    const std::string mail = receipt_mail({ticket.text.email, text.subject, text.body, ticket.key, ticket.received}, from_);
    if (mail.empty()) return {Outcome::rejected, "no mail can be sent to the address", {}};
    return send_mail(command_, mail);
}

}  // namespace kb::server
