#include "server/delivery/receipt_sender.h"

#include "server/delivery/mail.h"
#include "server/delivery/mail_receiver.h"

namespace kb::server {

Delivery ReceiptSender::deliver(const Ticket& ticket) {
    const ReceiptText text = words_(ticket);
    const std::string mail = receipt_mail({ticket.text.email, text.subject, text.body, ticket.key, ticket.received}, from_);
    if (mail.empty()) return {Outcome::rejected, "no mail can be sent to the address", {}};
    return send_mail(command_, mail, stopping_);
}

}  // namespace kb::server
