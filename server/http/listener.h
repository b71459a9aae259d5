// The socket that visitors connect to.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kb/base/error.h"
#include "kb/base/files.h"

namespace kb::server {

struct ListenAddress {
    std::string host;  // a name or an address, without brackets
    std::uint16_t port = 0;  // 0 for any free one
    bool operator==(const ListenAddress&) const = default;
};

// "127.0.0.1:8080", "[::1]:8080", "localhost:0".
Result<ListenAddress> parse_listen_address(std::string_view text);
std::string to_string(const ListenAddress& address);

struct Listener {
    FileDescriptor socket;   // listening, non-blocking
    ListenAddress address;   // with the port it got
    bool is_shared = false;  // with another program, which goes on listening when we end
};

// The sockets that the service manager listens on for us (systemd.socket(5)); none when it does not. Fails when one of them
// is not a listening TCP socket.
Result<std::vector<Listener>> passed_listeners();

// Fails with busy when another program listens there.
Result<Listener> listen_on(const ListenAddress& address);

}  // namespace kb::server
