#include "server/contact/spam_guard.h"

#include <chrono>

#include <fmt/format.h>

namespace kb::server {

namespace {

using Steady = std::chrono::steady_clock;

// Of one address: an office may have a bad day, ten at once; then one in six minutes.
constexpr Rate many = {.per_second = 1.0 / 360, .burst = 10};
constexpr Rate too_many = {.per_second = 1.0 / 36, .burst = 100};
// Nobody reads a form and writes into it faster.
constexpr std::int64_t least_time = 3;
constexpr std::int64_t day = 24 * 60 * 60;
// A page may stay open over a weekend; a token that is handed on should not last.
constexpr std::int64_t longest_time = 7 * day;
// A person who is impatient sends the same two or three times.
constexpr std::int64_t most_repeats = 3;

}  // namespace

SpamGuard::SpamGuard(Outbox& outbox, const FormTokens& tokens)
    : outbox_(outbox), tokens_(tokens), many_(many), too_many_(too_many) {}

bool SpamGuard::is_flood(const Request& request) {
    return !request.is_unlimited && too_many_.refuse(request.client, Steady::now());
}

std::string SpamGuard::reason_to_hold(const Submission& submission, const Request& request, std::int64_t now) {
    if (!submission.trap.empty()) return "filled in a field that people do not see";
    if (request.is_from_elsewhere) return "sent by a page of another site";
    if (std::string found = haste(submission, now); !found.empty()) return found;
    if (!request.is_unlimited && many_.refuse(request.client, Steady::now())) return "many messages from one address";
    if (request.is_from_here) return {};
    // When the outbox cannot say, storing the ticket will fail, too.
    const auto repeats = outbox_.repeats(submission.text, now - day).value_or(0);
    if (repeats >= most_repeats) return fmt::format("the same text {} times within a day", repeats + 1);
    return {};
}

// Programs that ask for a JSON interface have no form; what claims to come from one has to have opened it.
std::string SpamGuard::haste(const Submission& submission, std::int64_t now) const {
    if (submission.form.empty() && !submission.is_from_form) return {};
    const auto opened = tokens_.read(submission.form);
    if (!opened || now - *opened > longest_time) return "sent without opening the form";
    // A clock that was put back says nothing.
    if (now < *opened || now - *opened >= least_time) return {};
    return fmt::format("sent {} s after the form was opened", now - *opened);
}

}  // namespace kb::server
