// One request and its answer as bytes; the only place that knows cpp-httplib.
//
// The library parses requests and writes responses. Sockets, framing and deadlines are ours (connections.h): its own
// loop keeps a thread for every connection and cannot be told to stop a slow one.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "server/http/request.h"
#include "server/http/response.h"

namespace kb::server {

using Handler = std::function<Response(const Request&)>;

// Any number of threads may use one.
class Exchange {
public:
    // `handler` must not throw.
    explicit Exchange(Handler handler);
    ~Exchange();

    // `head` and `body` are those of a Frame. Appends the answer to `out`. False when the connection must be closed
    // after it.
    bool answer(std::string_view head, std::string_view body, std::string_view remote_address, bool close,
                std::string& out) const;

private:
    class Parser;
    std::unique_ptr<Parser> parser_;
};

}  // namespace kb::server
