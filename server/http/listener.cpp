#include "server/http/listener.h"

#include <cerrno>
#include <charconv>
#include <memory>
#include <optional>

#include <fmt/format.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <systemd/sd-daemon.h>

#include "server/http/ip_address.h"

namespace kb::server {

namespace {

// Those that wait while all threads are busy; the system may hold fewer.
constexpr int backlog = 1024;

struct AddressesFree {
    void operator()(addrinfo* addresses) const { freeaddrinfo(addresses); }
};
using Addresses = std::unique_ptr<addrinfo, AddressesFree>;

Result<Addresses> resolve(const ListenAddress& address) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    const int error = getaddrinfo(address.host.c_str(), std::to_string(address.port).c_str(), &hints, &found);
    if (error == 0) return Addresses(found);
    return fail(ErrorCode::invalid_argument,
                fmt::format("cannot listen on {}: {}", to_string(address), gai_strerror(error)),
                "give an address of this machine, such as 127.0.0.1:8080");
}

// Where a socket listens; nothing when that is not TCP.
std::optional<ListenAddress> address_of(int socket) {
    sockaddr_storage bound{};
    socklen_t size = sizeof bound;
    if (getsockname(socket, reinterpret_cast<sockaddr*>(&bound), &size) != 0) return {};
    if (bound.ss_family != AF_INET && bound.ss_family != AF_INET6) return {};
    const in_port_t port = bound.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(bound).sin6_port
                                                       : reinterpret_cast<const sockaddr_in&>(bound).sin_port;
    return ListenAddress{IpAddress(bound).text(), ntohs(port)};
}

Error cannot_listen(const ListenAddress& address, int error_number) {
    Error error = system_error("listen on", to_string(address), error_number);
    if (error_number == EADDRINUSE) {
        error = {ErrorCode::busy, fmt::format("cannot listen on {}: address already in use", to_string(address)),
                 "stop the program that uses it, or choose another address with --listen", {}};
    }
    return error;
}

}  // namespace

Result<ListenAddress> parse_listen_address(std::string_view text) {
    const auto bad = [&] {
        return fail(ErrorCode::invalid_argument, fmt::format("'{}' is not an address to listen on", text),
                    "write HOST:PORT, such as 127.0.0.1:8080 or [::1]:8080");
    };
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0) return bad();
    std::string_view host = text.substr(0, colon);
    const std::string_view digits = text.substr(colon + 1);
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
    } else if (host.find(':') != std::string_view::npos) {
        return bad();
    }
    ListenAddress address{std::string(host), 0};
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
    if (host.empty() || digits.empty() || error != std::errc() || end != digits.data() + digits.size()) return bad();
    return address;
}

std::string to_string(const ListenAddress& address) {
    const bool v6 = address.host.find(':') != std::string::npos;
    return fmt::format("{}{}{}:{}", v6 ? "[" : "", address.host, v6 ? "]" : "", address.port);
}

Result<Listener> listen_on(const ListenAddress& address) {
    const auto addresses = resolve(address);
    if (!addresses) return fail(addresses.error());
    const addrinfo& first = **addresses;
    FileDescriptor socket(::socket(first.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!socket) return fail(cannot_listen(address, errno));
    // Never SO_REUSEPORT: a second server would silently take half of the visitors.
    const int on = 1;
    setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(socket.get(), first.ai_addr, first.ai_addrlen) != 0 || listen(socket.get(), backlog) != 0)
        return fail(cannot_listen(address, errno));
    const auto bound = address_of(socket.get());
    return Listener{std::move(socket), {address.host, bound ? bound->port : address.port}};
}

Result<std::vector<Listener>> passed_listeners() {
    const int count = sd_listen_fds(1);
    std::vector<Listener> listeners;
    for (int file = SD_LISTEN_FDS_START; file < SD_LISTEN_FDS_START + count; ++file) {
        Listener listener{FileDescriptor(file), {}, true};
        const auto address = sd_is_socket(file, AF_UNSPEC, SOCK_STREAM, 1) > 0 ? address_of(file) : std::nullopt;
        if (!address)
            return fail(ErrorCode::invalid_argument, "the service manager passed something else than a listening TCP socket",
                        "write ListenStream=HOST:PORT in the socket unit");
        fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_NONBLOCK);
        listener.address = *address;
        listeners.push_back(std::move(listener));
    }
    return listeners;
}

}  // namespace kb::server
