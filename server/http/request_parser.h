// Bytes of one request to values; the only place that knows cpp-httplib.
//
// Sockets, framing and deadlines are ours (connections.h), and so is writing answers: the library's own loop keeps a thread
// for every connection, and what it writes it compresses anew each time.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "server/http/request.h"

namespace kb::server {

// Any number of threads may use one.
class RequestParser {
public:
    RequestParser();
    ~RequestParser();

    // `head` and `body` are those of a complete Frame. Nothing when the library cannot read it.
    std::optional<Request> parse(std::string_view head, std::string_view body) const;

private:
    class Library;
    std::unique_ptr<Library> library_;
};

}  // namespace kb::server
