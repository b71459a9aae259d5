#include "server/http/response_writer.h"

#include <ctime>
#include <iterator>
#include <string_view>

#include <fmt/format.h>

namespace kb::server {

namespace {

// RFC 9110, section 15.
std::string_view reason_of(int status) {
    switch (status) {
        case 200: return "OK";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 206: return "Partial Content";
        case 301: return "Moved Permanently";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 400: return "Bad Request";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 410: return "Gone";
        case 411: return "Length Required";
        case 413: return "Content Too Large";
        case 414: return "URI Too Long";
        case 415: return "Unsupported Media Type";
        case 416: return "Range Not Satisfiable";
        case 421: return "Misdirected Request";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 502: return "Bad Gateway";
        case 503: return "Service Unavailable";
        case 505: return "HTTP Version Not Supported";
        default: return {};  // the phrase may be empty
    }
}

// IMF-fixdate (RFC 9110, section 5.6.7), of this second.
std::string_view http_date() {
    thread_local std::time_t second = -1;
    thread_local char text[40];
    thread_local std::size_t size = 0;
    if (const std::time_t now = std::time(nullptr); now != second) {
        std::tm utc{};
        gmtime_r(&now, &utc);
        size = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc);
        second = now;
    }
    return {text, size};
}

}  // namespace

void write_response(const Response& response, const WriteOptions& options, std::string& out) {
    const bool may_have_body = response.status != 204 && response.status != 304;
    out.reserve(out.size() + response.body.size() + 512);
    const auto end = std::back_inserter(out);
    fmt::format_to(end, "HTTP/1.1 {} {}\r\n", response.status, reason_of(response.status));
    fmt::format_to(end, "Date: {}\r\n", http_date());
    if (!response.content_type.empty()) fmt::format_to(end, "Content-Type: {}\r\n", response.content_type);
    if (may_have_body) fmt::format_to(end, "Content-Length: {}\r\n", response.size());
    for (const auto& [name, value] : response.headers) {
        // One with a line break would be two.
        if (value.find_first_of("\r\n") == value.npos) fmt::format_to(end, "{}: {}\r\n", name, value);
    }
    if (options.close) out += "Connection: close\r\n";
    out += "\r\n";
    if (may_have_body && !options.only_head) out += response.body;
}

}  // namespace kb::server
