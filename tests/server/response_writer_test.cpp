// Answers as they go over the wire.
#include <catch2/catch.hpp>

#include "server/http/response_writer.h"

using namespace kb::server;
using Catch::Contains;

namespace {

std::string written(const Response& response, const WriteOptions& options = {}) {
    std::string out;
    write_response(response, options, out);
    return out;
}

}  // namespace

TEST_CASE("an answer has its status, its headers, the length of its body and the body") {
    const std::string out = written(Response{200, "text/plain", {{"ETag", "\"a\""}}, "words"});
    CHECK(out.starts_with("HTTP/1.1 200 OK\r\nDate: "));
    CHECK_THAT(out, Contains("\r\nContent-Type: text/plain\r\n") && Contains("\r\nContent-Length: 5\r\n") && Contains("\r\nETag: \"a\"\r\n"));
    CHECK_THAT(out, Contains(" GMT\r\n") && !Contains("Connection"));
    CHECK(out.ends_with("\r\n\r\nwords"));
}

TEST_CASE("HEAD learns the length, and gets no body") {
    const std::string out = written(Response{200, "text/plain", {}, "words"}, {.close = true, .only_head = true});
    CHECK_THAT(out, Contains("\r\nContent-Length: 5\r\n") && Contains("\r\nConnection: close\r\n"));
    CHECK(out.ends_with("\r\n\r\n"));
}

TEST_CASE("an answer without a body says so only where it may have one") {
    CHECK_THAT(written(Response{302, {}, {{"Location", "/ru/"}}, {}}), Contains("302 Found\r\n") && Contains("Content-Length: 0\r\n"));
    for (const int status : {204, 304}) CHECK_THAT(written(Response{status, {}, {}, {}}), !Contains("Content-Length"));
}

TEST_CASE("a header cannot become two") {
    CHECK_THAT(written(Response{200, {}, {{"X", "a\r\nSet-Cookie: b"}, {"Y", "c\nd"}}, {}}), !Contains("Set-Cookie") && !Contains("Y:"));
}
