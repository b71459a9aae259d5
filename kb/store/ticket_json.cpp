#include "kb/store/ticket_json.h"

#include <nlohmann/json.hpp>

namespace kb {

using Json = nlohmann::json;

std::string to_json(const TicketText& text) {
    const Json json = {{"lang", text.lang},       {"subject", text.subject}, {"message", text.message}, {"email", text.email},
                       {"fields", text.fields},   {"page", text.page},       {"session", text.session},
                       {"search_id", text.search_id}, {"shown", text.shown}};
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<TicketText> ticket_text_from_json(std::string_view text) try {
    const Json json = Json::parse(text);
    TicketText ticket;
    for (const auto& [name, into] : {std::pair{"lang", &ticket.lang}, {"subject", &ticket.subject}, {"message", &ticket.message},
                                     {"email", &ticket.email}, {"page", &ticket.page}, {"session", &ticket.session},
                                     {"search_id", &ticket.search_id}})
        json.at(name).get_to(*into);
    json.at("fields").get_to(ticket.fields);
    json.at("shown").get_to(ticket.shown);
    return ticket;
} catch (const Json::exception&) {
    return fail(ErrorCode::index_damaged, "a ticket in the outbox cannot be read", "drop it, or restore the outbox from a backup");
}

}  // namespace kb
