#include "server/delivery/mail_receiver.h"

#include <sysexits.h>

#include <fmt/format.h>

#include "server/delivery/mail.h"
#include "server/delivery/process.h"

namespace kb::server {

namespace {

constexpr std::chrono::seconds time_limit{30};

}  // namespace

Outcome outcome_of_exit(int status) {
    if (status == EX_OK) return Outcome::delivered;
    return status == EX_DATAERR || status == EX_NOUSER ? Outcome::rejected : Outcome::failed;
}

// What the command says itself is not repeated: it may name the customer.
Delivery send_mail(const std::vector<std::string>& command, const std::string& mail, const std::atomic<bool>* stopping) {
    const auto end = run_process(command, mail, time_limit, stopping);
    if (!end) return {Outcome::failed, to_string(end.error()), std::nullopt};
    if (end->was_slow) return {Outcome::failed, fmt::format("the mail command took more than {} s", time_limit.count()), std::nullopt};
    if (end->status == EX_OK && !end->took_all) return {Outcome::failed, "the mail command did not read the mail", std::nullopt};
    return {outcome_of_exit(end->status), fmt::format("the mail command ended with {}", end->status), std::nullopt};
}

Delivery MailReceiver::deliver(const Ticket& ticket) {
    return send_mail(settings_.command, ticket_mail(ticket, settings_.from, settings_.to), stopping_);
}

}  // namespace kb::server
