#include "server/http/request_parser.h"

#include <algorithm>
#include <cstring>

#include <httplib.h>

#include "kb/base/ascii.h"

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

// Takes the line of the Range header out of a head; its value, empty when there is none.
std::string take_range(std::string& head) {
    constexpr std::string_view name = "range:";
    for (std::size_t end = head.find("\r\n"); end != head.npos; end = head.find("\r\n", end + 2)) {
        const std::size_t begin = end + 2;
        if (!equal_ignoring_case(std::string_view(head).substr(begin, name.size()), name)) continue;
        const std::size_t line_end = head.find("\r\n", begin);
        std::string value = head.substr(begin + name.size(), line_end - begin - name.size());
        head.erase(begin, line_end + 2 - begin);
        value.erase(0, value.find_first_not_of(" \t"));
        return value;
    }
    return {};
}

// Encodes those behind the first one in the request line.
std::string with_one_question_mark(std::string_view head) {
    const std::string_view line = head.substr(0, head.find("\r\n"));
    const std::size_t query = std::min(line.find('?'), line.size() - 1) + 1;
    if (line.find('?', query) == line.npos) return std::string(head);
    std::string encoded(line.substr(0, query));
    for (const char c : line.substr(query)) {
        if (c == '?') encoded += "%3F";
        else encoded += c;
    }
    return encoded.append(head.substr(line.size()));
}

Request to_request(const httplib::Request& from) {
    Request request;
    request.method = from.method;
    request.path = from.path;
    for (const auto& [name, value] : from.params) request.query.try_emplace(name, value);
    for (const auto& [name, value] : from.headers) {
        // The library decodes what was percent-encoded.
        if (std::any_of(value.begin(), value.end(), [](char c) { return is_control_ascii(c) && c != '\t'; })) continue;
        const auto [known, is_new] = request.headers.try_emplace(lower_ascii(name), value);
        if (!is_new) known->second.append(", ").append(value);  // several lines are one list (RFC 9110, section 5.3)
    }
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
    // The library refuses a range that makes no sense to it, where it is to be ignored, and a second question mark.
    std::string rest = with_one_question_mark(head);
    std::string range = take_range(rest);
    auto request = library_->parse(rest);
    if (!request) return {};
    request->body = body;
    if (!range.empty()) request->headers.insert_or_assign("range", std::move(range));
    return request;
}

}  // namespace kb::server
