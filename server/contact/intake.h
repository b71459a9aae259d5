// The way from a submission to a stored ticket.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "kb/base/error.h"
#include "kb/store/outbox.h"
#include "server/clock.h"
#include "server/contact/form_tokens.h"
#include "server/contact/spam_guard.h"
#include "server/contact/submission.h"
#include "server/http/request.h"

namespace kb::server {

struct Taken {
    std::string number;  // eight digits
    bool sends_receipt = false;
    bool is_held = false;
};

// What the operator has set up behind it.
struct IntakeSettings {
    bool has_receiver = false;    // somebody to deliver to
    bool sends_receipts = false;  // to those who give an address
};

// Any number of threads may use one.
class Intake {
public:
    using Stored = std::function<void(const Taken&, const Submission&, const Request&)>;

    // `stored` is called after each new ticket, `not_stored` after each failure of the outbox.
    Intake(Outbox& outbox, IntakeSettings settings, Clock clock, Stored stored,
           std::function<void(const Error&)> not_stored);

    bool has_receiver() const { return settings_.has_receiver; }
    // For a new form: says when it was made, unforgeable.
    std::string new_form() const { return tokens_.make(clock_()); }
    // Stored durably when it returns. Fails with busy (too many of one address), invalid_argument (the id stands for another
    // text), no_space or io.
    Result<Taken> take(const Submission& submission, const Request& request);

private:
    Outbox& outbox_;
    FormTokens tokens_;
    SpamGuard guard_;
    IntakeSettings settings_;
    Clock clock_;
    Stored stored_;
    std::function<void(const Error&)> not_stored_;
};

}  // namespace kb::server
