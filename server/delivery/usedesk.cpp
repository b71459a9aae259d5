#include "server/delivery/usedesk.h"

#include <algorithm>

#include <fmt/format.h>

#include "kb/base/utf8.h"
#include "server/delivery/json_body.h"
#include "server/delivery/mail_header.h"
#include "server/delivery/ticket_text.h"
#include "server/delivery/verdict.h"

namespace kb::server {

namespace {

constexpr std::size_t longest_subject = 255;

// Messages are HTML to Usedesk.
std::string as_html(std::string_view text) {
    std::string html;
    for (const char c : text) {
        if (c == '&') html += "&amp;";
        else if (c == '<') html += "&lt;";
        else if (c == '>') html += "&gt;";
        else if (c == '"') html += "&quot;";
        else if (c == '\n') html += "<br>\n";
        else if (c != '\r') html += c;
    }
    return html;
}

std::string subject_within_limit(const Ticket& ticket) {
    const std::u16string units = to_utf16(subject_of(ticket));
    return to_utf8(units.substr(0, longest_subject));
}

void add_fields(nlohmann::ordered_json& request, const NamedValues& fields) {
    std::vector<std::string> ids, values;
    for (const auto& [id, value] : fields) {
        ids.push_back(id);
        values.push_back(in_one_line(value));
        // It separates values, and cannot be escaped.
        std::replace(values.back().begin(), values.back().end(), ';', ',');
    }
    if (ids.empty()) return;
    request["field_id"] = fmt::format("{}", fmt::join(ids, ";"));
    request["field_value"] = fmt::format("{}", fmt::join(values, ";"));
}

bool has_ticket_number(std::string_view body) {
    const auto answer = nlohmann::json::parse(body, nullptr, false);
    if (!answer.is_object() || !answer.contains("ticket_id")) return false;
    const nlohmann::json& number = answer["ticket_id"];
    return number.is_number_integer() ? number > 0 : number.is_string() && !number.get_ref<const std::string&>().empty();
}

}  // namespace

nlohmann::ordered_json usedesk_ticket(const Ticket& ticket, const std::vector<std::pair<std::string, std::string>>& names) {
    const SortedFields fields = sort_fields(ticket, names);
    nlohmann::ordered_json request = {{"subject", subject_within_limit(ticket)},
                                      {"message", as_html(body_of(ticket, fields.unknown, false))},
                                      {"additional_id", ticket.key},
                                      {"from", "client"}};
    if (!is_mail_address(ticket.text.email)) request.update({{"client_id", "new_client"}, {"client_name", "Visitor"}});
    else request["client_email"] = ticket.text.email;
    add_fields(request, fields.known);
    return request;
}

Delivery usedesk_verdict(const Result<HttpAnswer>& answer) {
    Delivery delivery = verdict_on(answer);
    if (!answer) return delivery;
    if (delivery.outcome == Outcome::delivered && has_ticket_number(answer->body)) return delivery;
    if (delivery.outcome == Outcome::delivered) delivery.reason += " without a ticket";
    delivery.outcome = Outcome::failed;
    add_error_name(delivery, answer->body);
    return delivery;
}

Delivery Usedesk::deliver(const Ticket& ticket) {
    nlohmann::ordered_json request = usedesk_ticket(ticket, settings_.fields);
    request["api_token"] = secret_;
    return usedesk_verdict(client_.post(json_post(settings_.url, ticket.key, json_body(request))));
}

}  // namespace kb::server
