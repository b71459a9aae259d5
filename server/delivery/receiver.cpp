#include "server/delivery/receiver.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "kb/base/ascii.h"
#include "kb/base/files.h"
#include "server/delivery/mail_receiver.h"
#include "server/delivery/process.h"
#include "server/delivery/secret.h"
#include "server/delivery/usedesk.h"
#include "server/delivery/webhook.h"
#include "server/delivery/zendesk.h"

namespace kb::server {

namespace {

constexpr std::uint64_t most_template_bytes = 64 * 1024;

Result<void> check_command(const std::vector<std::string>& command) {
    if (command.empty() || can_run(command.front())) return {};
    return fail(ErrorCode::not_found, fmt::format("there is no program '{}' that may be executed", command.front()),
                "mend 'command' of the receiver, or install the program");
}

// Keeps the promise that nothing throws: composing a request may.
class Guarded : public Receiver {
public:
    explicit Guarded(std::unique_ptr<Receiver> inner) : inner_(std::move(inner)) {}
    Delivery deliver(const Ticket& ticket) override try {
        return inner_->deliver(ticket);
    } catch (const std::exception&) {
        return {Outcome::failed, "the request could not be made", std::nullopt};
    }

private:
    std::unique_ptr<Receiver> inner_;
};

Result<std::unique_ptr<Receiver>> make_webhook(const ReceiverSettings& settings, std::string secret, const HttpLimits& limits) {
    if (settings.template_file.empty()) return std::make_unique<Webhook>(settings.url, std::move(secret), std::nullopt, limits);
    const auto text = read_file(settings.template_file, most_template_bytes);
    if (!text) return fail(text.error());
    auto body = BodyTemplate::parse(*text, settings.template_file);
    if (!body) return fail(body.error());
    return std::make_unique<Webhook>(settings.url, std::move(secret), std::move(*body), limits);
}

// Tokens go into headers.
Result<void> check_token(const std::string& secret) {
    if (std::none_of(secret.begin(), secret.end(), is_control_ascii)) return {};
    return fail(ErrorCode::invalid_content, "the receiver's secret has more than one line", "put the token alone there");
}

Result<std::unique_ptr<Receiver>> make_inner(const ReceiverSettings& settings, const HttpLimits& limits) {
    if (settings.kind == ReceiverKind::mail) return std::make_unique<MailReceiver>(settings, limits.stopping);
    auto secret = read_secret(settings.secret_file, std::getenv(secret_variable));
    if (!secret) return fail(secret.error());
    if (settings.kind == ReceiverKind::webhook) return make_webhook(settings, std::move(*secret), limits);
    if (auto checked = check_token(*secret); !checked) return fail(checked.error());
    if (settings.kind == ReceiverKind::zendesk) return std::make_unique<Zendesk>(settings, std::move(*secret), limits);
    if (secret->empty())
        return fail(ErrorCode::invalid_content, "kind: usedesk needs the token of a channel",
                    fmt::format("name a secret_file, or set ${}", secret_variable));
    return std::make_unique<Usedesk>(settings, std::move(*secret), limits);
}

}  // namespace

Result<std::unique_ptr<Receiver>> make_receiver(const ReceiverSettings& settings, const std::atomic<bool>* stopping) {
    if (auto checked = check_command(settings.command); !checked) return fail(checked.error());
    HttpLimits limits;
    limits.stopping = stopping;
    auto inner = make_inner(settings, limits);
    if (!inner) return inner;
    return std::make_unique<Guarded>(std::move(*inner));
}

}  // namespace kb::server
