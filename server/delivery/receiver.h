// Where tickets go: the system that support works in.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kb/base/error.h"
#include "kb/store/ticket.h"

namespace kb::server {

enum class ReceiverKind { webhook, mail, zendesk, usedesk };

// `receiver` of kb-server.yaml; docs/contact.md describes the fields.
struct ReceiverSettings {
    ReceiverKind kind = ReceiverKind::webhook;
    std::string url;                    // where to, with the path of the API
    std::string user;                   // zendesk: whose token the secret is; without it tickets come from nobody known
    std::filesystem::path secret_file;  // or $OTVET_RECEIVER_SECRET: HMAC key of webhooks, token of the others
    std::filesystem::path template_file;  // webhook: of the body, Mustache; without it a JSON object with everything
    std::vector<std::string> command;   // sendmail-compatible, the program and its arguments: takes the mail on standard input
    std::string from, to;               // mail: addresses; `from` for receipts, too, and may be empty then
    std::vector<std::pair<std::string, std::string>> fields;  // zendesk, usedesk: our names of fields to their identifiers
};

enum class Outcome {
    delivered,
    failed,    // may work later: the receiver is away, overloaded, or set up wrongly
    rejected,  // this ticket will never be taken as it is
};

struct Delivery {
    Outcome outcome = Outcome::failed;
    std::string reason;  // in English, for operators; no text of the ticket, no secret
    std::optional<std::chrono::seconds> retry_after;  // that the receiver asked for
};

// For one thread; nothing throws. deliver() may take half a minute.
class Receiver {
public:
    virtual ~Receiver() = default;
    virtual Delivery deliver(const Ticket& ticket) = 0;
};

// Reads the secret and the template. Fails when they cannot be used. Once `stopping` is set, deliveries under way are called off
// within seconds; it must live as long.
Result<std::unique_ptr<Receiver>> make_receiver(const ReceiverSettings& settings, const std::atomic<bool>* stopping = nullptr);

}  // namespace kb::server
