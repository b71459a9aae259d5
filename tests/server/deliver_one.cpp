// deliver_one CONFIG.yaml TICKET.json: gives one ticket to the receiver of a kb-server.yaml and prints what became of it as JSON.
#include <csignal>
#include <fstream>
#include <iostream>

#include <nlohmann/json.hpp>

#include "server/settings.h"

namespace kb::server {

namespace {

using Json = nlohmann::ordered_json;

Ticket ticket_of(const Json& json) {
    Ticket ticket;
    ticket.number = json.value("number", "12345678");
    ticket.key = json.value("key", "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");
    ticket.received = json.value("received", std::int64_t{1'790'000'000});
    TicketText& text = ticket.text;
    text.lang = json.value("lang", "en");
    text.subject = json.value("subject", "");
    text.message = json.value("message", "");
    text.email = json.value("email", "");
    text.page = json.value("page", "");
    text.session = json.value("session", "");
    text.search_id = json.value("search_id", "");
    text.shown = json.value("shown", std::vector<std::string>());
    const Json fields = json.value("fields", Json::object());
    for (const auto& [name, value] : fields.items()) text.fields.emplace_back(name, value.get<std::string>());
    return ticket;
}

Json to_json(const Delivery& delivery) {
    constexpr const char* names[] = {"delivered", "failed", "rejected"};
    Json json = {{"outcome", names[static_cast<int>(delivery.outcome)]}, {"reason", delivery.reason}};
    if (delivery.retry_after) json["retry_after"] = delivery.retry_after->count();
    return json;
}

Result<Delivery> deliver(const char* config, const char* ticket) {
    const auto settings = read_settings_file(config);
    if (!settings) return fail(settings.error());
    if (!settings->receiver) return fail(ErrorCode::invalid_content, "there is no receiver", {}, {config});
    auto receiver = make_receiver(*settings->receiver);
    if (!receiver) return fail(receiver.error());
    std::ifstream in(ticket);
    return (*receiver)->deliver(ticket_of(Json::parse(in)));
}

}  // namespace

}  // namespace kb::server

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    std::signal(SIGPIPE, SIG_IGN);
    const auto delivery = kb::server::deliver(argv[1], argv[2]);
    if (delivery) std::cout << kb::server::to_json(*delivery) << '\n';
    else std::cerr << kb::to_string(delivery.error()) << '\n';
    return delivery ? 0 : 1;
}
