// Ids of what browsers post without a script.
#pragma once

#include <string>

#include "server/contact/submission.h"

namespace kb::server {

// The same for the same form and text, so that a page sent again is no second ticket; another for another `attempt`. Looks
// like a UUID (RFC 9562, version 8).
std::string form_id(const Submission& submission, int attempt);

}  // namespace kb::server
