// A program of the operator that takes tickets as JSON.
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "server/delivery/body_template.h"
#include "server/delivery/http_client.h"
#include "server/delivery/receiver.h"

namespace kb::server {

// All of a ticket that a receiver may want; docs/contact.md lists it.
nlohmann::ordered_json webhook_view(const Ticket& ticket);

class Webhook : public Receiver {
public:
    // Without a secret requests are not signed, without a template the body is webhook_view().
    Webhook(std::string url, std::string secret, std::optional<BodyTemplate> body_template, HttpLimits limits = {})
        : client_(limits), url_(std::move(url)), secret_(std::move(secret)), template_(std::move(body_template)) {}
    Delivery deliver(const Ticket& ticket) override;

private:
    Result<std::string> body_of(const Ticket& ticket) const;

    HttpClient client_;
    std::string url_, secret_;
    std::optional<BodyTemplate> template_;
};

}  // namespace kb::server
