// What becomes of a request's bytes.
#include <catch2/catch.hpp>

#include "server/http/request_parser.h"

using namespace kb::server;

namespace {

Request parse(std::string_view head, std::string_view body = {}) {
    static const RequestParser parser;
    const auto request = parser.parse(head, body);
    REQUIRE(request.has_value());
    return *request;
}

}  // namespace

TEST_CASE("path and query are decoded, names of headers in lower case") {
    const Request request = parse("GET /ru/%D0%B4%D0%B0?q=%D0%BD%D0%B5%D1%82+a%2Bb&lang=ru HTTP/1.1\r\nHost: x\r\nAccept-Language: ru\r\n\r\n");
    CHECK(request.method == "GET");
    CHECK(request.path == "/ru/да");
    CHECK(request.parameter("q") == "нет a+b");
    CHECK(request.parameter("lang") == "ru");
    CHECK(request.parameter("other").empty());
    CHECK(request.header("accept-language") == "ru");
    CHECK(request.header("host") == "x");
}

TEST_CASE("of repeated parameters the first counts") {
    CHECK(parse("GET /?q=a&q=b HTTP/1.1\r\nHost: x\r\n\r\n").parameter("q") == "a");
}

TEST_CASE("everything that was sent is there, whatever the library would do about it") {
    const Request request = parse("POST /x HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br\r\nRange: bytes=0-1\r\nExpect: 100-continue\r\n"
                                  "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\n", "a=b");
    CHECK(request.method == "POST");
    CHECK(request.body == "a=b");
    CHECK(request.header("accept-encoding") == "br");
    CHECK(request.header("range") == "bytes=0-1");
    CHECK(request.header("content-length") == "3");
}

TEST_CASE("several lines of a header are one list, in their order") {
    CHECK(parse("GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 1.1.1.1\r\nA: b\r\nx-forwarded-for: 2.2.2.2\r\n\r\n").header("x-forwarded-for") ==
          "1.1.1.1, 2.2.2.2");
}

TEST_CASE("a header that hides control characters is left out") {
    const Request request = parse("GET / HTTP/1.1\r\nHost: a%0Ab\r\nA: b%00c\r\nD: e\r\n\r\n");
    for (const char* name : {"host", "a"}) {
        const std::string_view value = request.header(name);
        CHECK(value.find('\n') == value.npos);
        CHECK(value.find('\0') == value.npos);
    }
    CHECK(request.header("d") == "e");
}

TEST_CASE("a range is handed on as it is, whatever the library thinks of it") {
    for (const char* range : {"bytes=0-1", "bytes=5-4", "lines=1-2", "nonsense", "bytes=99999999999999999999-"}) {
        const Request request = parse("GET /a HTTP/1.1\r\nHost: x\r\nrange:  " + std::string(range) + "\r\nD: e\r\n\r\n");
        CHECK(request.header("range") == range);
        CHECK(request.header("d") == "e");
        CHECK(request.path == "/a");
    }
}

TEST_CASE("a question mark may be asked for") {
    CHECK(parse("GET /ru/search?q=how? HTTP/1.1\r\nHost: x\r\n\r\n").parameter("q") == "how?");
    CHECK(parse("GET /ru/search?q=a?b=c&d=e HTTP/1.1\r\nHost: x\r\n\r\n").parameter("d") == "e");
}

TEST_CASE("what is no request is none") {
    const RequestParser parser;
    for (const char* bad : {"nonsense\r\n\r\n", "GET  HTTP/1.1\r\n\r\n", "GET / HTTP/3.0\r\n\r\n", "\r\n\r\n", "", "BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n"})
        CHECK_FALSE(parser.parse(bad, {}));
}
