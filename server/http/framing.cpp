#include "server/http/framing.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "kb/base/ascii.h"

namespace kb::server {

namespace {

struct Refusal {
    int status;
    std::string_view code, message, hint;
};

constexpr std::array<Refusal, 11> refusals = {{
    {400, "bad_request", "this is not an HTTP request", "check the request line and the headers"},
    {411, "length_required", "the body has no length", "send Content-Length instead of chunks"},
    {413, "too_large", "the body is too large", "send at most 256 KiB"},
    {414, "address_too_long", "the address is too long", "send at most 8 KiB"},
    {415, "unsupported_encoding", "compressed bodies are not read", "send the body as it is"},
    {416, "unsupported_range", "only one range is served", "ask for the whole"},
    {421, "unknown_host", "this server does not answer to that name", "use the address of the site"},
    {429, "too_many_requests", "this address asks too often", "wait as long as Retry-After says"},
    {431, "headers_too_large", "the headers are too large", "send at most 16 KiB"},
    {503, "busy", "too much is under way", "try again in a moment"},
    {505, "unsupported_version", "only HTTP/1.0 and HTTP/1.1 are spoken", "use HTTP/1.1"},
}};

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    });
}

bool has_control_character(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        return is_control_ascii(c) && c != '\t';
    });
}

// Whether "a, b" has it among its items.
bool lists(std::string_view value, std::string_view item) {
    while (!value.empty()) {
        const std::size_t end = std::min(value.find(','), value.size());
        if (equal_ignoring_case(trim_blanks(value.substr(0, end)), item)) return true;
        value.remove_prefix(std::min(end + 1, value.size()));
    }
    return false;
}

class HeadReader {
public:
    // The status of the refusal, or 0.
    int read(std::string_view head, Frame& frame) {
        std::size_t end = head.find("\r\n");
        const std::string_view request_line = head.substr(0, end);
        if (request_line.size() > max_request_line) return 414;
        if (has_control_character(request_line)) return 400;
        const bool old = request_line.ends_with(" HTTP/1.0");
        if (!old && !request_line.ends_with(" HTTP/1.1"))
            return request_line.find(" HTTP/") == std::string_view::npos ? 400 : 505;
        frame.close = old;
        for (head.remove_prefix(end + 2); !head.empty(); head.remove_prefix(end + 2)) {
            end = head.find("\r\n");
            if (const int status = read_header(head.substr(0, end), frame); status != 0) return status;
        }
        if (hosts_ > 1 || (!old && hosts_ == 0)) return 400;
        frame.wants_continue = frame.wants_continue && !old;
        frame.body = length_.value_or(0);
        return 0;
    }

private:
    int read_header(std::string_view line, Frame& frame) {
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || has_control_character(line)) return 400;
        const std::string_view name = line.substr(0, colon);
        const std::string_view value = trim_blanks(line.substr(colon + 1));
        if (!is_token(name)) return 400;
        if (equal_ignoring_case(name, "host")) ++hosts_;
        if (equal_ignoring_case(name, "transfer-encoding")) return 411;
        if (equal_ignoring_case(name, "content-encoding") && !equal_ignoring_case(value, "identity")) return 415;
        if (equal_ignoring_case(name, "range") && value.find(',') != value.npos) return 416;
        if (equal_ignoring_case(name, "content-length")) return read_length(value);
        if (equal_ignoring_case(name, "connection") && lists(value, "close")) frame.close = true;
        if (equal_ignoring_case(name, "expect") && equal_ignoring_case(value, "100-continue")) frame.wants_continue = true;
        return 0;
    }

    // Two lengths are how a request is smuggled past a proxy.
    int read_length(std::string_view value) {
        if (length_ || value.empty() || value.find_first_not_of("0123456789") != std::string_view::npos) return 400;
        std::size_t length = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), length);
        if (error != std::errc() || length > max_request_body) return 413;
        length_ = length;
        return 0;
    }

    int hosts_ = 0;
    std::optional<std::size_t> length_;
};

}  // namespace

Frame find_frame(std::string_view bytes) {
    Frame frame;
    while (bytes.substr(frame.skip).starts_with("\r\n")) frame.skip += 2;
    bytes.remove_prefix(frame.skip);
    const auto refuse = [&frame](int status) {
        frame.state = Frame::State::refused;
        frame.status = status;
        return frame;
    };
    if (frame.skip > max_skipped) return refuse(400);
    const std::size_t end = bytes.substr(0, max_request_head).find("\r\n\r\n");
    if (end == std::string_view::npos) {
        const bool long_line = bytes.size() > max_request_line &&
                               bytes.substr(0, max_request_line).find("\r\n") == std::string_view::npos;
        if (long_line) return refuse(414);
        return bytes.size() >= max_request_head ? refuse(431) : frame;
    }
    frame.head = end + 4;
    if (const int status = HeadReader().read(bytes.substr(0, end + 2), frame); status != 0) return refuse(status);
    if (bytes.size() >= frame.head + frame.body) frame.state = Frame::State::complete;
    return frame;
}

Response refusal(int status) {
    const auto* found =
        std::find_if(refusals.begin(), refusals.end(), [&](const Refusal& each) { return each.status == status; });
    const Refusal& why = found == refusals.end() ? refusals.front() : *found;
    Response response{why.status, "application/json; charset=utf-8", {}, {}};
    response.body = fmt::format(R"({{"error":{{"code":"{}","message":"{}","hint":"{}"}}}})", why.code, why.message, why.hint);
    response.with("X-Content-Type-Options", "nosniff").with("Cache-Control", "no-store");
    if (status == 429 || status == 503) response.with("Retry-After", "1");
    return response;
}

}  // namespace kb::server
