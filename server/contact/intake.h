// The way from a submission to a stored ticket.
#pragma once

#include <string>

#include "kb/base/error.h"
#include "kb/store/outbox.h"
#include "server/contact/submission.h"
#include "server/http/request.h"

namespace kb::server {

struct Taken {
    std::string number;       // eight digits
    bool sends_receipt = false;
};

// Any number of threads may use one.
class Intake {
public:
    // Whether anybody is there to deliver to.
    bool has_receiver() const;
    // For a new form: says when it was made, unforgeable.
    std::string new_form() const;
    // Stored durably when it returns. Fails with busy (too many of one address), invalid_argument (the id stands for another
    // text), no_space or io.
    Result<Taken> take(const Submission& submission, const Request& request);
};

}  // namespace kb::server
