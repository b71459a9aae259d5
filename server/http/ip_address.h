// Who is at the other end of a connection: IP addresses, networks of them, and the client behind a proxy.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct sockaddr_storage;

namespace kb::server {

// IPv4 addresses are kept as IPv6 has them: ::ffff:192.0.2.1.
class IpAddress {
public:
    IpAddress() = default;  // "::"
    explicit IpAddress(const sockaddr_storage& address);
    // "192.0.2.1", "2001:db8::1"; nothing when it is no address.
    static std::optional<IpAddress> parse(std::string_view text);

    bool is_v4() const;
    bool is_loopback() const;
    // What one household has: all of an IPv4 address, the first 64 bits of an IPv6 one.
    IpAddress household() const;
    // The first `bits` of the 128, the others 0.
    IpAddress prefix(unsigned bits) const;
    const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }
    std::string text() const;

    auto operator<=>(const IpAddress&) const = default;

private:
    std::array<std::uint8_t, 16> bytes_{};
};

struct IpHash {
    std::size_t operator()(const IpAddress& address) const;
};

struct Network {
    IpAddress first;
    unsigned bits = 128;  // of the form that IpAddress keeps

    // "10.0.0.0/8", "2001:db8::/32", or one address.
    static std::optional<Network> parse(std::string_view text);
    bool contains(const IpAddress& address) const { return address.prefix(bits) == first; }
};

bool contains(const std::vector<Network>& networks, const IpAddress& address);

// The client that the `trusted` proxies name in `forwarded`, a list as in X-Forwarded-For: the last one that is not itself a
// trusted proxy, since whoever stands before it may have written anything. `peer` when that is no trusted proxy.
IpAddress client_behind(const IpAddress& peer, std::string_view forwarded, const std::vector<Network>& trusted);

}  // namespace kb::server
