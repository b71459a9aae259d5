#include "server/http/request_parser.h"

#include <algorithm>
#include <cstring>

#include <httplib.h>

namespace kb::server {

namespace {

// A head that is in memory already; what is answered to it goes nowhere.
class HeadStream final : public httplib::Stream {
public:
    explicit HeadStream(std::string_view in) : in_(in) {}

    // What the library makes of it.
    std::optional<Request> request;

    bool is_readable() const override { return !in_.empty(); }
    bool is_writable() const override { return true; }
    ssize_t read(char* into, size_t size) override {
        const std::size_t count = std::min(size, in_.size());
        std::memcpy(into, in_.data(), count);
        in_.remove_prefix(count);
        return static_cast<ssize_t>(count);
    }
    ssize_t write(const char*, size_t size) override { return static_cast<ssize_t>(size); }
    void get_remote_ip_and_port(std::string&, int&) const override {}
    void get_local_ip_and_port(std::string&, int&) const override {}
    // Compared with FD_SETSIZE only, for a select() that never happens here.
    socket_t socket() const override { return 0; }

private:
    std::string_view in_;
};

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

Request to_request(const httplib::Request& from) {
    Request request;
    request.method = from.method;
    request.path = from.path;
    for (const auto& [name, value] : from.params) request.query.try_emplace(name, value);
    for (const auto& [name, value] : from.headers) request.headers.try_emplace(lower(name), value);
    return request;
}

}  // namespace

class RequestParser::Library : public httplib::Server {
public:
    std::optional<Request> parse(std::string_view head) {
        HeadStream stream(head);
        bool wants_close = false;
        process_request(stream, true, wants_close, [&stream](httplib::Request& request) {
            stream.request = to_request(request);
            // Else it would go on: compress, read a body, look for ranges.
            request.method = "GET";
            request.headers.clear();
            request.ranges.clear();
        });
        return std::move(stream.request);
    }
};

RequestParser::RequestParser() : library_(std::make_unique<Library>()) {
    library_->set_pre_routing_handler([](const auto&, auto&) { return httplib::Server::HandlerResponse::Handled; });
    // What the library makes at its first use is made before threads share it.
    library_->parse("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
}

RequestParser::~RequestParser() = default;

std::optional<Request> RequestParser::parse(std::string_view head, std::string_view body) const {
    auto request = library_->parse(head);
    if (request) request->body = body;
    return request;
}

}  // namespace kb::server
