// Addresses, networks, and who is behind a proxy.
#include <catch2/catch.hpp>

#include "server/http/ip_address.h"

using namespace kb::server;

namespace {

IpAddress ip(std::string_view text) {
    const auto address = IpAddress::parse(text);
    REQUIRE(address.has_value());
    return *address;
}

Network network(std::string_view text) {
    const auto parsed = Network::parse(text);
    REQUIRE(parsed.has_value());
    return *parsed;
}

}  // namespace

TEST_CASE("an address is read and written in its usual form") {
    for (const char* text : {"192.0.2.1", "0.0.0.0", "2001:db8::1", "::", "::1"}) CHECK(ip(text).text() == text);
    CHECK(ip("::ffff:192.0.2.1") == ip("192.0.2.1"));
    for (const char* bad : {"", "192.0.2", "192.0.2.1.1", "192.0.2.256", "host", "2001:db8", "192.0.2.1 "})
        CHECK_FALSE(IpAddress::parse(bad));
    CHECK_FALSE(IpAddress::parse(std::string_view("127.0.0.1\0.evil", 15)));
}

TEST_CASE("this machine is known by all its names") {
    for (const char* text : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"}) CHECK(ip(text).is_loopback());
    for (const char* text : {"128.0.0.1", "::", "::2", "2001:db8::1"}) CHECK_FALSE(ip(text).is_loopback());
}

TEST_CASE("a household has one IPv4 address, or 64 bits of IPv6") {
    CHECK(ip("192.0.2.1").household() != ip("192.0.2.2").household());
    CHECK(ip("2001:db8:1:2:3:4:5:6").household() == ip("2001:db8:1:2::").household());
    CHECK(ip("2001:db8:1:2::").household() != ip("2001:db8:1:3::").household());
}

TEST_CASE("a network holds the addresses that begin as it does") {
    CHECK(network("10.0.0.0/8").contains(ip("10.255.0.1")));
    CHECK_FALSE(network("10.0.0.0/8").contains(ip("11.0.0.0")));
    CHECK(network("192.0.2.130/25").contains(ip("192.0.2.200")));
    CHECK_FALSE(network("192.0.2.130/25").contains(ip("192.0.2.1")));
    CHECK(network("2001:db8::/33").contains(ip("2001:db8:7fff::1")));
    CHECK_FALSE(network("2001:db8::/33").contains(ip("2001:db8:8000::1")));
    CHECK(network("0.0.0.0/0").contains(ip("8.8.8.8")));
    CHECK_FALSE(network("0.0.0.0/0").contains(ip("2001:db8::1")));
    CHECK(network("192.0.2.1").contains(ip("192.0.2.1")));
    CHECK_FALSE(network("192.0.2.1").contains(ip("192.0.2.2")));
    for (const char* bad : {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "::/129", "/8", "x/8"})
        CHECK_FALSE(Network::parse(bad));
}

TEST_CASE("only what a trusted proxy says of its own visitor counts") {
    const std::vector<Network> trusted = {network("127.0.0.1"), network("10.0.0.0/8")};
    const IpAddress proxy = ip("127.0.0.1"), visitor = ip("203.0.113.7");
    CHECK(client_behind(proxy, "203.0.113.7", trusted) == visitor);
    CHECK(client_behind(proxy, "1.1.1.1, 203.0.113.7", trusted) == visitor);
    CHECK(client_behind(proxy, "1.1.1.1 ,\t203.0.113.7, 10.1.2.3", trusted) == visitor);
    CHECK(client_behind(proxy, "203.0.113.7:4711", trusted) == visitor);
    CHECK(client_behind(proxy, "[2001:db8::1]:4711", trusted) == ip("2001:db8::1"));
    CHECK(client_behind(proxy, "2001:db8::1", trusted) == ip("2001:db8::1"));
    CHECK(client_behind(proxy, "10.1.2.3", trusted) == ip("10.1.2.3"));
    CHECK(client_behind(proxy, "", trusted) == proxy);
    CHECK(client_behind(proxy, "unknown", trusted) == proxy);
    CHECK(client_behind(proxy, "203.0.113.7, unknown, 10.1.2.3", trusted) == ip("10.1.2.3"));
    CHECK(client_behind(proxy, "[", trusted) == proxy);
    CHECK(client_behind(ip("198.51.100.1"), "203.0.113.7", trusted) == ip("198.51.100.1"));
    CHECK(client_behind(proxy, "203.0.113.7", {}) == proxy);
}
