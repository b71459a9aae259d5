// Which messages somebody has to look at before support does. Nothing is thrown away, and nobody is given a puzzle.
#pragma once

#include <cstdint>
#include <string>

#include "kb/store/outbox.h"
#include "server/contact/form_tokens.h"
#include "server/contact/submission.h"
#include "server/http/rate_limiter.h"
#include "server/http/request.h"

namespace kb::server {

// Any number of threads may use one.
class SpamGuard {
public:
    SpamGuard(Outbox& outbox, const FormTokens& tokens);

    // Whether an address sends more than anybody could want to; such messages are not taken at all.
    bool is_flood(const Request& request);
    // In English, for operators; empty when there is nothing to hold the message for. `now` in seconds since 1970.
    std::string reason_to_hold(const Submission& submission, const Request& request, std::int64_t now);

private:
    std::string haste(const Submission& submission, std::int64_t now) const;

    Outbox& outbox_;
    const FormTokens& tokens_;
    RateLimiter many_, too_many_;
};

}  // namespace kb::server
