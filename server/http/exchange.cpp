#include "server/http/exchange.h"

#include <algorithm>
#include <cstring>
#include <ctime>

#include <httplib.h>

namespace kb::server {

namespace {

// Under this name the library does not see it: else it compresses anew for every request.
constexpr const char* kept_accept_encoding = "otvet-accept-encoding";

// A request that is in memory already, and room for the answer.
class MemoryStream final : public httplib::Stream {
public:
    MemoryStream(std::string_view in, std::string_view remote_address, std::string& out)
        : in_(in), remote_address_(remote_address), out_(out) {}

    bool is_readable() const override { return !in_.empty(); }
    bool is_writable() const override { return true; }
    ssize_t read(char* into, size_t size) override {
        const std::size_t count = std::min(size, in_.size());
        std::memcpy(into, in_.data(), count);
        in_.remove_prefix(count);
        return static_cast<ssize_t>(count);
    }
    ssize_t write(const char* from, size_t size) override {
        out_.append(from, size);
        return static_cast<ssize_t>(size);
    }
    void get_remote_ip_and_port(std::string& ip, int& port) const override {
        ip = remote_address_;
        port = 0;
    }
    void get_local_ip_and_port(std::string& ip, int& port) const override {
        ip.clear();
        port = 0;
    }
    // Compared with FD_SETSIZE only, for a select() that never happens here.
    socket_t socket() const override { return 0; }

private:
    std::string_view in_;
    std::string remote_address_;
    std::string& out_;
};

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

Request to_request(const httplib::Request& from) {
    Request request{from.method, from.path, {}, {}, from.body, from.remote_addr};
    for (const auto& [name, value] : from.params) request.query.try_emplace(name, value);
    for (const auto& [name, value] : from.headers) request.headers.try_emplace(lower(name), value);
    if (const auto kept = request.headers.find(kept_accept_encoding); kept != request.headers.end()) {
        request.headers["accept-encoding"] = kept->second;
        request.headers.erase(kept);
    }
    return request;
}

void copy_response(const Response& from, httplib::Response& to) {
    to.status = from.status;
    for (const auto& [name, value] : from.headers) to.set_header(name, value);
    if (!from.content_type.empty()) to.set_content(from.body, from.content_type);
}

std::string http_date() {
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    char text[40];
    return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc)};
}

}  // namespace

class Exchange::Parser : public httplib::Server {
public:
    explicit Parser(server::Handler handler) {
        // Everything is answered before the library's own routing, which is by regular expressions.
        set_pre_routing_handler(
            [handle = std::move(handler)](const httplib::Request& request, httplib::Response& response) {
                copy_response(handle(to_request(request)), response);
                return HandlerResponse::Handled;
            });
        set_post_routing_handler([](const httplib::Request&, httplib::Response& response) {
            response.set_header("Date", http_date());
            response.headers.erase("Keep-Alive");
            response.headers.erase("Accept-Ranges");
            if (response.status == 304 || response.status == 204) response.headers.erase("Content-Length");
        });
    }

    bool answer(httplib::Stream& stream, std::string_view body, bool close) {
        bool wants_close = false;
        const bool written = process_request(stream, close, wants_close, [body](httplib::Request& request) {
            request.body = body;
            request.ranges.clear();                   // we answer whole
            request.headers.erase(kept_accept_encoding);
            if (const std::string value = request.get_header_value("Accept-Encoding"); !value.empty())
                request.headers.emplace(kept_accept_encoding, value);
            request.headers.erase("Accept-Encoding");
            request.headers.erase("Expect");          // answered while the body was read
        });
        return written && !wants_close;
    }
};

Exchange::Exchange(Handler handler) : parser_(std::make_unique<Parser>(std::move(handler))) {}
Exchange::~Exchange() = default;

bool Exchange::answer(std::string_view head, std::string_view body, std::string_view remote_address, bool close,
                      std::string& out) const {
    MemoryStream stream(head, remote_address, out);
    return parser_->answer(stream, body, close) && !close;
}

}  // namespace kb::server
