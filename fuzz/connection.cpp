// Any bytes from a visitor, through a socket of a running server: every answer is a whole one, nothing of the inside shows, the
// connection ends, and the next visitor is served. The byte 0xFF, which no request needs, begins a new packet.
#include <cerrno>
#include <charconv>
#include <optional>
#include <string>

#include <arpa/inet.h>
#include <csignal>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include "fuzz/little_site.h"
#include "fuzz/require.h"
#include "server/front.h"
#include "server/http/connections.h"
#include "server/routes.h"

namespace {

using namespace kb::server;

constexpr int patience_ms = 20'000;  // sanitizers are slow
constexpr int inputs_between_checks = 50;

// Everything kb-server has, in this process.
struct RunningServer {
    RunningServer() {
        std::signal(SIGPIPE, SIG_IGN);
        require(index.open().has_value(), "the index opens");
        auto listener = listen_on({"127.0.0.1", 0});
        require(listener.has_value(), "the server listens");
        port = listener->address.port;
        std::vector<Listener> listeners;
        listeners.push_back(std::move(*listener));
        auto opened = Connections::open(std::move(listeners), front, ConnectionLimits{}, WorkLimits{});
        require(opened.has_value(), "the server starts");
        connections = std::move(*opened);
        metrics.watch([this] { return connections->counts(); });
        connections->start({.events = 1, .workers = 1});
    }

    static Presentation presented() {
        auto loaded = Presentation::load();
        require(loaded.has_value(), "the templates load");
        return std::move(*loaded);
    }
    static std::vector<std::string_view> patterns() {
        std::vector<std::string_view> all;
        for (const Route& route : routes()) all.push_back(route.pattern);
        return all;
    }

    LittleSite site;
    Settings settings;
    Presentation presentation = presented();
    Metrics metrics{patterns()};
    LiveIndex index{site.index, site.dictionaries, 1 << 20, {}};
    HelpCenter help_center{index, presentation, metrics, system_clock(), {}};
    Front front{help_center, index, settings, metrics, {}};
    std::unique_ptr<Connections> connections;
    std::uint16_t port = 0;
};

class Caller {
public:
    explicit Caller(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int on = 1;
        setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        require(connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0, "a visitor connects");
    }

    // What the server does not want to hear any more is lost, as it would be for anybody.
    void say(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t sent = send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }

    // Everything until the server ends the connection.
    std::string hear_all() {
        shutdown(socket_.get(), SHUT_WR);
        std::string heard;
        char bytes[1 << 16];
        while (true) {
            pollfd ready{socket_.get(), POLLIN, 0};
            // The fuzzer's own alarms interrupt.
            const int polled = poll(&ready, 1, patience_ms);
            if (polled < 0 && errno == EINTR) continue;
            require(polled == 1, "the server ends the connection");
            const ssize_t count = recv(socket_.get(), bytes, sizeof bytes, MSG_DONTWAIT);
            if (count <= 0) return heard;
            heard.append(bytes, static_cast<std::size_t>(count));
        }
    }

private:
    kb::FileDescriptor socket_;
};

std::size_t length_of_body(std::string_view head) {
    constexpr std::string_view name = "\r\nContent-Length: ";
    const std::size_t at = head.find(name);
    std::size_t length = 0;
    if (at != head.npos) std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
    return length;
}

// Answers to HEAD have a length and no body, so they are not taken apart.
void require_answers(std::string_view heard, bool has_bodies) {
    require(heard.find("otvet-fuzz") == heard.npos, "no path of the server is told");
    require(heard.empty() || heard.starts_with("HTTP/1.1 "), "an answer begins as one");
    while (has_bodies && !heard.empty()) {
        require(heard.starts_with("HTTP/1.1 "), "an answer ends where it says");
        const std::size_t end = heard.find("\r\n\r\n");
        require(end != heard.npos, "an answer has a head");
        const std::size_t whole = end + 4 + length_of_body(heard.substr(0, end + 2));
        require(whole <= heard.size(), "an answer is whole");
        heard.remove_prefix(whole);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static RunningServer server;
    static int inputs = 0;
    const std::string_view bytes = text_of(data, size);
    Caller visitor(server.port);
    for (std::size_t begin = 0; begin <= bytes.size();) {
        const std::size_t end = std::min(bytes.find('\xff', begin), bytes.size());
        visitor.say(bytes.substr(begin, end - begin));
        begin = end + 1;
    }
    require_answers(visitor.hear_all(), bytes.find("HEAD") == bytes.npos);
    if (++inputs % inputs_between_checks == 0) {
        Caller next(server.port);
        next.say("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
        require(next.hear_all().starts_with("HTTP/1.1 200 "), "the next visitor is served");
    }
    return 0;
}
