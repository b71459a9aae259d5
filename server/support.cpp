#include "server/support.h"

#include <algorithm>

#include "server/contact/ticket_number.h"
#include "server/delivery/mail_header.h"
#include "server/delivery/receipt_sender.h"

namespace kb::server {

namespace {

// They wait for the receiver most of the time.
constexpr unsigned deliveries_at_a_time = 4;

bool sends_receipts(const Settings& settings) {
    if (!settings.receiver || settings.receiver->command.empty()) return false;
    // A command that knows its mailbox takes nothing to customers.
    const auto& command = settings.receiver->command;
    return std::none_of(command.begin(), command.end(), is_mail_address);
}

// Who receipts are from: as the settings say, else nobody's mailbox at the site's own name.
std::string sender_of_receipts(const ReceiverSettings& receiver, const LiveIndex& index) {
    if (!receiver.from.empty()) return receiver.from;
    const auto generation = index.current();
    const std::string address = "noreply@" + (generation == nullptr ? std::string() : generation->host);
    return is_mail_address(address) ? address : "noreply@localhost";
}

ReceiptSender::Words receipt_words(const LiveIndex& index, const Texts& texts) {
    return [&](const Ticket& ticket) {
        const auto generation = index.current();
        const std::string_view lang = texts.spoken(ticket.text.lang);
        std::string site;
        if (generation != nullptr) site = localized(generation->site().title, lang, generation->site().default_language);
        if (site.empty()) site = texts.get(lang, "site.untitled");
        const std::string number = grouped(ticket.number);
        return ReceiptText{texts.format(lang, "receipt.subject", {{"number", number}, {"site", site}}),
                           texts.format(lang, "receipt.body", {{"number", number}, {"site", site}})};
    };
}

bool promises_contact(const LiveIndex& index) {
    const auto generation = index.current();
    return generation != nullptr && generation->site().contact.enabled.value_or(false);
}

Result<DispatchSettings> dispatch_settings(const Support::Parts& parts) {
    const Settings& settings = parts.settings;
    DispatchSettings dispatch{parts.data, settings.retention, {}, {}};
    if (!settings.receiver) return dispatch;
    for (unsigned number = 0; number < deliveries_at_a_time; ++number) {
        auto receiver = make_receiver(*settings.receiver, dispatch.stopping.get());
        if (!receiver) return fail(receiver.error());
        dispatch.receivers.push_back(std::move(*receiver));
    }
    if (sends_receipts(settings))
        dispatch.receipts.push_back(std::make_unique<ReceiptSender>(settings.receiver->command, sender_of_receipts(*settings.receiver, parts.index),
                                                                    receipt_words(parts.index, parts.texts), dispatch.stopping.get()));
    return dispatch;
}

}  // namespace

Result<void> check_receiver(const Settings& settings) {
    if (!settings.receiver) return {};
    const auto receiver = make_receiver(*settings.receiver);
    if (!receiver) return fail(receiver.error());
    return {};
}

Result<std::unique_ptr<Support>> Support::open(Parts parts) {
    auto outbox = Outbox::open(parts.data);
    if (!outbox) return fail(outbox.error());
    auto settings = dispatch_settings(parts);
    if (!settings) return fail(settings.error());

    std::unique_ptr<Support> support(new Support());
    if (!parts.settings.receiver && promises_contact(parts.index))
        write(parts.log, LogLevel::warning, "kb.yaml has a contact form and kb-server.yaml no receiver: messages wait in the outbox; see docs/contact.md");
    support->outbox_ = std::move(*outbox);
    support->dispatch_ = std::make_unique<Dispatch>(
        *support->outbox_, std::move(*settings), parts.clock,
        [&metrics = parts.metrics](Errand errand, Outcome outcome) { metrics.count_delivery(errand, outcome); }, parts.log);
    const IntakeSettings intake{parts.settings.receiver.has_value(), sends_receipts(parts.settings)};
    support->intake_ = std::make_unique<Intake>(
        *support->outbox_, intake, parts.clock,
        [&metrics = parts.metrics, &statistics = parts.statistics, dispatch = support->dispatch_.get()](
            const Taken& taken, const Submission& submission, const Request& request) {
            metrics.count_ticket(taken.is_held);
            statistics.note_ticket(request, submission.text.session, taken.number, submission.text.lang);
            dispatch->wake();
        },
        [&metrics = parts.metrics, dispatch = support->dispatch_.get()](const Error& error) {
            metrics.count_lost_ticket();
            dispatch->note_not_stored(error);
        });
    return support;
}

}  // namespace kb::server
