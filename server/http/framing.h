// Where a request ends among the bytes of a connection, and which ones are refused before anything else reads them.
//
// Requests are framed here, strictly, because the parser behind trusts lengths, inflates bodies beyond its limit and
// reads chunks without end. Bodies need a Content-Length: no client of ours sends another kind.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "server/http/response.h"

namespace kb::server {

constexpr std::size_t max_request_line = 8 * 1024;
constexpr std::size_t max_request_head = 16 * 1024;
constexpr std::size_t max_request_body = 256 * 1024;
constexpr std::size_t max_skipped = 4;  // bytes of empty lines before a request; some clients send one after a body

struct Frame {
    enum class State { incomplete, complete, refused };

    State state = State::incomplete;
    std::size_t skip = 0;           // empty lines before the request
    std::size_t head = 0;           // its request line and headers, in bytes
    std::size_t body = 0;
    int status = 0;                 // why it is refused
    bool wants_continue = false;    // the client waits for "100 Continue" before the body
    bool close = false;             // the client wants no further request on this connection
};

Frame find_frame(std::string_view bytes);

// The answer to a refused request, after which the connection is closed.
Response refusal(int status);

}  // namespace kb::server
