#include "server/contact/intake.h"

#include "server/delivery/mail_header.h"

namespace kb::server {

namespace {

constexpr std::int64_t day = 24 * 60 * 60;
// To one address in a day: whoever writes more has seen how it works, and nobody can use us to fill another's mailbox.
constexpr std::int64_t most_receipts = 5;

}  // namespace

Intake::Intake(Outbox& outbox, IntakeSettings settings, Clock clock, Stored stored,
               std::function<void(const Error&)> not_stored)
    : outbox_(outbox), tokens_(outbox.secret()), guard_(outbox, tokens_), settings_(settings), clock_(std::move(clock)),
      stored_(std::move(stored)), not_stored_(std::move(not_stored)) {}

Result<Taken> Intake::take(const Submission& submission, const Request& request) {
    if (guard_.is_flood(request))
        return fail(ErrorCode::busy, "too many messages from one address", "send fewer, or wait an hour");
    const std::int64_t now = clock_();
    NewTicket ticket{submission.id, submission.text, guard_.reason_to_hold(submission, request, now), false};
    const bool could_answer = settings_.sends_receipts && is_mail_address(submission.text.email);
    ticket.wants_receipt = could_answer && outbox_.from_sender(submission.text, now - day).value_or(0) < most_receipts;
    const auto stored = outbox_.add(ticket, now);
    if (!stored) {
        if (stored.error().code != ErrorCode::invalid_argument) not_stored_(stored.error());
        return fail(stored.error());
    }
    // The sender of what is held learns nothing of it.
    const Taken taken{stored->number, stored->has_receipt, !ticket.held_for.empty()};
    if (stored->is_new) stored_(taken, submission, request);
    return taken;
}

}  // namespace kb::server
