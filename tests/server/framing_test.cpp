// Requests among the bytes of a connection. Refusals as visitors meet them are in http.test.mjs.
#include <catch2/catch.hpp>

#include "server/http/conditional.h"
#include "server/http/framing.h"
#include "server/http/listener.h"

using namespace kb::server;

namespace {

const std::string get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
const std::string post = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody";

}  // namespace

TEST_CASE("a request ends where its head and its body end") {
    Frame frame = find_frame(get + "GET");
    CHECK(frame.state == Frame::State::complete);
    CHECK(frame.head == get.size());
    CHECK(frame.body == 0);
    frame = find_frame(post);
    CHECK(frame.state == Frame::State::complete);
    CHECK(frame.head + frame.body == post.size());
    CHECK(find_frame("\r\n\r\n" + get).skip == 4);
}

TEST_CASE("a request that arrives byte by byte is incomplete until the last") {
    for (const std::string& request : {get, post}) {
        for (std::size_t i = 0; i < request.size(); ++i) {
            INFO(request.substr(0, i));
            CHECK(find_frame(std::string_view(request).substr(0, i)).state == Frame::State::incomplete);
        }
    }
}

TEST_CASE("a head without an end is refused before it takes much memory") {
    CHECK(find_frame(std::string(max_request_line + 1, 'x')).status == 414);
    CHECK(find_frame("GET / HTTP/1.1\r\n" + std::string(max_request_head, 'x')).status == 431);
}

TEST_CASE("control characters are not passed on") {
    CHECK(find_frame(std::string("GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n", 28)).status == 400);
    CHECK(find_frame("GET / HTTP/1.1\r\nHost: x\r\nA: b\x01\r\n\r\n").status == 400);
    CHECK(find_frame("GET / HTTP/1.1\r\nHost: x\r\nA: b\rc\r\n\r\n").status == 400);
    CHECK(find_frame("GET / HTTP/1.1\r\nHost: x\nTransfer-Encoding: chunked\r\n\r\n").status == 400);
}

TEST_CASE("several ranges are refused, and what is no range is for others to ignore") {
    const auto status = [](const std::string& range) { return find_frame("GET / HTTP/1.1\r\nHost: x\r\nRange: " + range + "\r\n\r\n").status; };
    CHECK(status("bytes=0-,0-") == 416);
    for (const char* one : {"bytes=0-499", "bytes=5-4", "lines=0-1"}) CHECK(status(one) == 0);
}

TEST_CASE("empty lines without end are no request") {
    CHECK(find_frame("\r\n\r\n\r\n").status == 400);
    CHECK(find_frame("\r\n\r\n\r\n" + get).status == 400);
}

TEST_CASE("a request has one host, and its connection header is a list") {
    CHECK(find_frame("GET / HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n").status == 400);
    CHECK(find_frame("GET / HTTP/1.0\r\n\r\n").state == Frame::State::complete);
    CHECK(find_frame("GET / HTTP/1.1\r\nHost: x\r\nConnection: TE, Close\r\n\r\n").close);
    CHECK_FALSE(find_frame("GET / HTTP/1.1\r\nHost: x\r\nConnection: closed\r\n\r\n").close);
    CHECK_FALSE(find_frame("GET / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n").wants_continue);
}

TEST_CASE("every refusal says why") {
    for (const int status : {400, 411, 413, 414, 415, 416, 421, 429, 431, 503, 505}) {
        const Response answer = refusal(status);
        CHECK(answer.status == status);
        CHECK(answer.body.find("\"hint\"") != std::string::npos);
        CHECK(answer.has("Retry-After") == (status == 429 || status == 503));
    }
}

TEST_CASE("a held answer is known by its tag, weak or strong") {
    CHECK(names_etag("\"a\"", "\"a\""));
    CHECK(names_etag("W/\"a\"", "\"a\""));
    CHECK(names_etag("\"b\" , W/\"a\"", "\"a\""));
    CHECK(names_etag("*", "\"a\""));
    CHECK_FALSE(names_etag("", "\"a\""));
    CHECK_FALSE(names_etag("\"ab\",a", "\"a\""));
}

TEST_CASE("an address to listen on names host and port") {
    CHECK(parse_listen_address("127.0.0.1:8080") == ListenAddress{"127.0.0.1", 8080});
    CHECK(parse_listen_address("[::1]:0") == ListenAddress{"::1", 0});
    CHECK(parse_listen_address("localhost:80") == ListenAddress{"localhost", 80});
    for (const char* bad : {"", "8080", ":80", "host:", "host:x", "host:70000", "host:-1", "::1:80", "[]:80"})
        CHECK_FALSE(parse_listen_address(bad));
    CHECK(to_string(ListenAddress{"::1", 80}) == "[::1]:80");
}
