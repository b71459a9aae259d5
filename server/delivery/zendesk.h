// Zendesk's Requests API: developer.zendesk.com/api-reference/ticketing/tickets/ticket-requests/
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "server/delivery/http_client.h"
#include "server/delivery/receiver.h"

namespace kb::server {

// `names`: our names of fields to the numbers of Zendesk's custom fields.
nlohmann::ordered_json zendesk_request(const Ticket& ticket, const std::vector<std::pair<std::string, std::string>>& names);

class Zendesk : public Receiver {
public:
    // Without a secret tickets are sent as anybody may send them.
    Zendesk(ReceiverSettings settings, std::string secret, HttpLimits limits = {});
    Delivery deliver(const Ticket& ticket) override;

private:
    HttpClient client_;
    ReceiverSettings settings_;
    std::string authorization_;
};

}  // namespace kb::server
