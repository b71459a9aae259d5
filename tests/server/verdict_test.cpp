// What the answers of receivers mean.
#include <catch2/catch.hpp>

#include "server/delivery/mail_receiver.h"
#include "server/delivery/usedesk.h"
#include "server/delivery/verdict.h"

using namespace kb::server;
using namespace std::chrono_literals;

namespace {

Delivery verdict(int status, std::optional<std::chrono::seconds> retry_after = {}) {
    return verdict_on(HttpAnswer{status, "", retry_after});
}

Delivery usedesk(std::string body, int status = 200) {
    return usedesk_verdict(HttpAnswer{status, std::move(body), std::nullopt});
}

}  // namespace

TEST_CASE("verdict: only what says that the request is wrong rejects a ticket") {
    for (const int status : {200, 201, 202, 204}) CHECK(verdict(status).outcome == Outcome::delivered);
    for (const int status : {400, 413, 415, 422}) CHECK(verdict(status).outcome == Outcome::rejected);
    for (const int status : {301, 302, 307, 401, 403, 404, 405, 408, 409, 410, 425, 429, 500, 502, 503, 504, 599, 0})
        CHECK(verdict(status).outcome == Outcome::failed);
    CHECK(verdict(422).reason == "answered 422");
}

TEST_CASE("verdict: no answer is worth another attempt") {
    const Delivery delivery = verdict_on(kb::fail(kb::ErrorCode::io, "example.com: Timeout was reached"));
    CHECK(delivery.outcome == Outcome::failed);
    CHECK(delivery.reason == "example.com: Timeout was reached");
}

TEST_CASE("verdict: the receiver may ask for up to an hour") {
    CHECK(verdict(503, 90s).retry_after == 90s);
    CHECK(verdict(429, 86400s).retry_after == 3600s);
    CHECK_FALSE(verdict(503).retry_after);
    CHECK_FALSE(verdict(201, 90s).retry_after);
    CHECK_FALSE(verdict(422, 90s).retry_after);
}

TEST_CASE("verdict: an error's name is repeated, its description is not") {
    CHECK(error_name(R"({"error":"RecordInvalid","description":"anna@example.com is wrong"})") == "RecordInvalid");
    CHECK(error_name(R"({"error":{"code":"no_access"}})") == "no_access");
    CHECK(error_name(R"({"error":{"code":["x"]}})").empty());
    CHECK(error_name(R"({"code":112})") == "112");
    CHECK(error_name(R"({"error":"anna@example.com"})").empty());
    CHECK(error_name(R"({"error":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})").empty());
    for (const char* other : {"", "[]", "{}", "null", "<html>", R"({"error":null})", "\"error\""}) CHECK(error_name(other).empty());
}

TEST_CASE("verdict: Usedesk has a ticket when it says its number") {
    CHECK(usedesk(R"({"status":"success","ticket_id":17})").outcome == Outcome::delivered);
    CHECK(usedesk(R"({"status":"success","ticket_id":"17"})").outcome == Outcome::delivered);
    for (const char* other : {"", "[]", "17", R"({"status":"success"})", R"({"ticket_id":null})", R"({"ticket_id":0})", R"({"ticket_id":""})"})
        CHECK(usedesk(other).outcome == Outcome::failed);
    CHECK(usedesk(R"({"error":"Invalid token"})").reason == "answered 200 without a ticket (Invalid token)");
    CHECK(usedesk(R"({"code":"112","error":"Неверный токен"})").reason == "answered 200 without a ticket (112)");
    CHECK(usedesk(R"({"ticket_id":17})", 500).outcome == Outcome::failed);
    CHECK(usedesk("{}", 400).outcome == Outcome::failed);
}

TEST_CASE("verdict: a mail command's exit status is read as sendmail means it") {
    CHECK(outcome_of_exit(0) == Outcome::delivered);
    for (const int status : {65, 67}) CHECK(outcome_of_exit(status) == Outcome::rejected);
    for (const int status : {1, 64, 68, 69, 70, 71, 75, 77, 78, 126, 127, 137}) CHECK(outcome_of_exit(status) == Outcome::failed);
}
