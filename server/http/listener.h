// The socket that visitors connect to.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

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
};

// Fails with busy when another program listens there.
Result<Listener> listen_on(const ListenAddress& address);

}  // namespace kb::server
