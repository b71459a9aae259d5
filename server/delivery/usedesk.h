// Usedesk's API: api.usedocs.com/article/51378
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "server/delivery/http_client.h"
#include "server/delivery/receiver.h"

namespace kb::server {

// `names`: our names of fields to the numbers of Usedesk's additional fields.
nlohmann::ordered_json usedesk_ticket(const Ticket& ticket, const std::vector<std::pair<std::string, std::string>>& names);

// Usedesk says 200 to mistakes, too: only an answer with a ticket's number is a success. Which mistakes are for good is not
// documented, so each is worth another attempt.
Delivery usedesk_verdict(const Result<HttpAnswer>& answer);

class Usedesk : public Receiver {
public:
    Usedesk(ReceiverSettings settings, std::string secret, HttpLimits limits = {})
        : client_(limits), settings_(std::move(settings)), secret_(std::move(secret)) {}
    Delivery deliver(const Ticket& ticket) override;

private:
    HttpClient client_;
    ReceiverSettings settings_;
    std::string secret_;
};

}  // namespace kb::server
