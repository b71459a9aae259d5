#include "server/delivery/webhook.h"

#include "kb/base/date.h"
#include "kb/base/hash.h"
#include "server/delivery/json_body.h"
#include "server/delivery/verdict.h"

namespace kb::server {

nlohmann::ordered_json webhook_view(const Ticket& ticket) {
    const TicketText& text = ticket.text;
    auto fields = nlohmann::ordered_json::object();
    for (const auto& [name, value] : text.fields) fields[name] = value;
    return {{"ticket", ticket.number},
            {"received", to_iso_time(ticket.received)},
            {"lang", text.lang},
            {"subject", text.subject},
            {"message", text.message},
            {"email", text.email},
            {"fields", std::move(fields)},
            {"page", text.page},
            {"session", text.session},
            {"search_id", text.search_id},
            {"shown", text.shown}};
}

Result<std::string> Webhook::body_of(const Ticket& ticket) const {
    return template_ ? template_->render(ticket) : json_body(webhook_view(ticket));
}

Delivery Webhook::deliver(const Ticket& ticket) {
    auto body = body_of(ticket);
    if (!body) return {Outcome::failed, body.error().what, std::nullopt};
    HttpPost request = json_post(url_, ticket.key, std::move(*body));
    if (!secret_.empty()) request.headers.emplace_back("X-Otvet-Signature", "sha256=" + hmac_sha256_hex(secret_, request.body));
    return verdict_on(client_.post(request));
}

}  // namespace kb::server
