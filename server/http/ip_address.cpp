#include "server/http/ip_address.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <random>

#include <arpa/inet.h>
#include <netinet/in.h>

#include "kb/base/ascii.h"

namespace kb::server {

namespace {

constexpr std::array<std::uint8_t, 12> v4_prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr unsigned v4_prefix_bits = 96, all_bits = 128, household_bits = 64;

// Some proxies add the port: "192.0.2.1:4711", "[2001:db8::1]:4711".
std::string_view without_port(std::string_view text) {
    if (text.starts_with('[')) return text.substr(1, std::min(text.find(']'), text.size()) - 1);
    const std::size_t colon = text.find(':');
    return colon != text.npos && text.find(':', colon + 1) == text.npos ? text.substr(0, colon) : text;
}

}  // namespace

IpAddress::IpAddress(const sockaddr_storage& address) {
    if (address.ss_family == AF_INET6) {
        std::memcpy(bytes_.data(), &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, bytes_.size());
    } else {
        std::copy(v4_prefix.begin(), v4_prefix.end(), bytes_.begin());
        std::memcpy(bytes_.data() + v4_prefix.size(), &reinterpret_cast<const sockaddr_in&>(address).sin_addr, 4);
    }
}

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    const std::string terminated(text);
    if (terminated.find('\0') != std::string::npos) return {};
    sockaddr_storage storage{};
    storage.ss_family = AF_INET6;
    if (inet_pton(AF_INET6, terminated.c_str(), &reinterpret_cast<sockaddr_in6&>(storage).sin6_addr) == 1)
        return IpAddress(storage);
    storage.ss_family = AF_INET;
    if (inet_pton(AF_INET, terminated.c_str(), &reinterpret_cast<sockaddr_in&>(storage).sin_addr) == 1)
        return IpAddress(storage);
    return {};
}

bool IpAddress::is_v4() const {
    return std::equal(v4_prefix.begin(), v4_prefix.end(), bytes_.begin());
}

bool IpAddress::is_loopback() const {
    if (is_v4()) return bytes_[v4_prefix.size()] == 127;
    return std::all_of(bytes_.begin(), bytes_.end() - 1, [](std::uint8_t byte) { return byte == 0; }) && bytes_.back() == 1;
}

IpAddress IpAddress::household() const {
    return is_v4() ? *this : prefix(household_bits);
}

IpAddress IpAddress::prefix(unsigned bits) const {
    IpAddress cut = *this;
    for (unsigned i = 0; i < cut.bytes_.size(); ++i) {
        const unsigned kept = std::min(bits - std::min(bits, 8 * i), 8U);
        cut.bytes_[i] = static_cast<std::uint8_t>(cut.bytes_[i] & (0xff00U >> kept));
    }
    return cut;
}

std::string IpAddress::text() const {
    char text[INET6_ADDRSTRLEN] = "";
    if (is_v4()) {
        inet_ntop(AF_INET, bytes_.data() + v4_prefix.size(), text, sizeof text);
    } else {
        inet_ntop(AF_INET6, bytes_.data(), text, sizeof text);
    }
    return text;
}

std::size_t IpHash::operator()(const IpAddress& address) const {
    // Multiplied by what nobody outside knows: addresses cannot be chosen to collide.
    static const std::array<std::uint64_t, 2> factors = [] {
        std::random_device random;
        const auto odd = [&] { return std::uint64_t{random()} << 32 | random() | 1; };
        return std::array<std::uint64_t, 2>{odd(), odd()};
    }();
    std::array<std::uint64_t, 2> halves{};
    std::memcpy(halves.data(), address.bytes().data(), sizeof halves);
    const std::uint64_t sum = halves[0] * factors[0] + halves[1] * factors[1];
    return sum ^ sum >> 32;
}

std::optional<Network> Network::parse(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto address = IpAddress::parse(text.substr(0, slash));
    if (!address) return {};
    if (slash == text.npos) return Network{*address, all_bits};
    const unsigned most = address->is_v4() ? all_bits - v4_prefix_bits : all_bits;
    unsigned bits = 0;
    const auto [end, error] = std::from_chars(text.data() + slash + 1, text.data() + text.size(), bits);
    if (error != std::errc() || end != text.data() + text.size() || bits > most) return {};
    if (address->is_v4()) bits += v4_prefix_bits;
    return Network{address->prefix(bits), bits};
}

bool contains(const std::vector<Network>& networks, const IpAddress& address) {
    return std::any_of(networks.begin(), networks.end(), [&](const Network& network) { return network.contains(address); });
}

IpAddress client_behind(const IpAddress& peer, std::string_view forwarded, const std::vector<Network>& trusted) {
    IpAddress client = peer;
    while (contains(trusted, client) && !forwarded.empty()) {
        const std::size_t comma = forwarded.rfind(',');
        const auto before = IpAddress::parse(without_port(trim_blanks(forwarded.substr(comma == forwarded.npos ? 0 : comma + 1))));
        if (!before) break;
        client = *before;
        forwarded = forwarded.substr(0, comma == forwarded.npos ? 0 : comma);
    }
    return client;
}

}  // namespace kb::server
