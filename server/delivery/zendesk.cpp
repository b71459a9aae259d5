#include "server/delivery/zendesk.h"

#include <charconv>

#include "kb/base/base64.h"
#include "server/delivery/json_body.h"
#include "server/delivery/mail_header.h"
#include "server/delivery/ticket_text.h"
#include "server/delivery/verdict.h"

namespace kb::server {

namespace {

std::string authorization(const std::string& user, const std::string& secret) {
    if (secret.empty()) return {};
    return user.empty() ? "Bearer " + secret : "Basic " + base64(user + "/token:" + secret);
}

// Zendesk wants a name of everybody, and we ask nobody for one.
nlohmann::ordered_json requester_of(const Ticket& ticket) {
    const std::string& email = ticket.text.email;
    if (!is_mail_address(email)) return {{"name", "Visitor"}};  // the text has what was typed
    return {{"name", email.substr(0, email.find('@'))}, {"email", email}};
}

std::int64_t number_of(const std::string& digits) {
    std::int64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

}  // namespace

nlohmann::ordered_json zendesk_request(const Ticket& ticket, const std::vector<std::pair<std::string, std::string>>& names) {
    const SortedFields fields = sort_fields(ticket, names);
    nlohmann::ordered_json request = {{"requester", requester_of(ticket)},
                                      {"subject", subject_of(ticket)},
                                      {"comment", {{"body", body_of(ticket, fields.unknown, false)}}}};
    for (const auto& [id, value] : fields.known) request["custom_fields"].push_back({{"id", number_of(id)}, {"value", value}});
    return {{"request", std::move(request)}};
}

Zendesk::Zendesk(ReceiverSettings settings, std::string secret, HttpLimits limits)
    : client_(limits), settings_(std::move(settings)), authorization_(authorization(settings_.user, secret)) {}

Delivery Zendesk::deliver(const Ticket& ticket) {
    HttpPost request = json_post(settings_.url, ticket.key, json_body(zendesk_request(ticket, settings_.fields)));
    if (!authorization_.empty()) request.headers.emplace_back("Authorization", authorization_);
    const auto answer = client_.post(request);
    Delivery delivery = verdict_on(answer);
    if (answer && delivery.outcome != Outcome::delivered) add_error_name(delivery, answer->body);
    // The key is known with another body: ours has changed with the settings. Zendesk forgets keys after two hours.
    if (delivery.reason.find("IdempotentRequestError") != std::string::npos) delivery.outcome = Outcome::failed;
    return delivery;
}

}  // namespace kb::server
