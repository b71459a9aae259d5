// An answer as bytes.
#pragma once

#include <string>

#include "server/http/response.h"

namespace kb::server {

struct WriteOptions {
    bool close = false;      // say that no further request is read
    bool only_head = false;  // for HEAD: how long the body would be, but not the body
};

// Appends it to `out`, with Date, and the length of the body where there may be one. A file is left to who sends.
void write_response(const Response& response, const WriteOptions& options, std::string& out);

}  // namespace kb::server
