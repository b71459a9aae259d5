// What an answer of a receiver means for a ticket.
#pragma once

#include <string>
#include <string_view>

#include "kb/base/error.h"
#include "server/delivery/http_client.h"
#include "server/delivery/receiver.h"

namespace kb::server {

// Retry-After counts up to an hour. Whatever may be mended on the other side, or in the settings, is worth another attempt;
// rejected is only what says that the request itself is wrong: 400, 413, 415, 422.
Delivery verdict_on(const Result<HttpAnswer>& answer);

// The member "error" of a JSON answer, or "error.code" or "code", when it is a name of a few letters: anything longer may
// repeat what the customer wrote. Else empty.
std::string error_name(std::string_view body);

// "answered 422 (RecordInvalid)"
void add_error_name(Delivery& delivery, std::string_view body);

}  // namespace kb::server
