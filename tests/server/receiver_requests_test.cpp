// What receivers over HTTP are sent, and how one is made from its settings.
#include <cstdlib>

#include <arpa/inet.h>
#include <sys/socket.h>

#include <catch2/catch.hpp>

#include "server/delivery/http_client.h"
#include "server/delivery/secret.h"
#include "server/delivery/usedesk.h"
#include "server/delivery/webhook.h"
#include "server/delivery/zendesk.h"
#include "tests/server/delivery_world.h"
#include "tests/world/must.h"
#include "tests/world/scratch_folder.h"

using namespace kb;
using namespace kb::server;
using kb::test::must;
using kb::test::ScratchFolder;
using Json = nlohmann::ordered_json;

namespace {

// Takes connections and never answers.
struct SilentServer {
    SilentServer() : socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        REQUIRE(::bind(socket.get(), any, size) == 0);
        REQUIRE(::listen(socket.get(), 1) == 0);
        REQUIRE(::getsockname(socket.get(), any, &size) == 0);
        url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/secret";
    }
    FileDescriptor socket;
    std::string url;
};

std::string complaint(const ReceiverSettings& settings) {
    const auto made = make_receiver(settings);
    return made ? "made" : to_string(made.error());
}

}  // namespace

TEST_CASE("receiver: a webhook is sent everything") {
    const Json view = webhook_view(server::test::sample_ticket());
    CHECK(view["ticket"] == "12345678");
    CHECK(view["received"] == "2026-09-21T14:13:20Z");
    CHECK(view["fields"]["order"] == "A-17; срочно");
    CHECK(view["shown"] == Json{"ru/login", "ru/code"});
    CHECK(webhook_view(Ticket())["fields"].is_object());
    CHECK(webhook_view(Ticket())["shown"].is_array());
}

TEST_CASE("receiver: Zendesk is sent a request with its own fields, with the others below the message") {
    const Json request = zendesk_request(server::test::sample_ticket(), {{"order", "360001234567"}})["request"];
    CHECK(request["requester"] == Json{{"name", "anna"}, {"email", "anna@example.com"}});
    CHECK(request["subject"] == "Не приходит код");
    CHECK(request["custom_fields"] == Json::array({Json{{"id", 360001234567}, {"value", "A-17; срочно"}}}));
    const std::string body = request["comment"]["body"];
    CHECK(body.find("phone: +7 900") != std::string::npos);
    CHECK(body.find("Ticket: 12345678") != std::string::npos);
    CHECK(body.find("order:") == std::string::npos);
    CHECK(zendesk_request(Ticket(), {})["request"]["requester"] == Json{{"name", "Visitor"}});
}

TEST_CASE("receiver: Usedesk is sent HTML, and fields without its separator") {
    const Json request = usedesk_ticket(server::test::sample_ticket(), {{"order", "17"}, {"phone", "18"}, {"empty", "19"}});
    const std::string message = request["message"];
    CHECK(message.find("Здравствуйте!<br>\nКод &lt;b&gt;не&lt;/b&gt; приходит &amp; всё.") == 0);
    CHECK(request["field_id"] == "17;18");
    CHECK(request["field_value"] == "A-17, срочно;+7 900");
    CHECK(request["client_email"] == "anna@example.com");
    CHECK(request["additional_id"] == "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");
    CHECK_FALSE(request.contains("client_id"));
    Ticket nobody;
    nobody.text.subject = std::string(254, 'x') + "😀";
    CHECK(usedesk_ticket(nobody, {})["client_id"] == "new_client");
    CHECK(usedesk_ticket(nobody, {})["subject"] == std::string(254, 'x'));
}

TEST_CASE("receiver: a secret comes from its file, or from the environment") {
    const ScratchFolder folder;
    CHECK(must(read_secret(folder.write("key", "s3cret\n"), "other")) == "s3cret");
    CHECK(must(read_secret(folder.write("windows", "s3cret\r\n"), nullptr)) == "s3cret");
    CHECK(must(read_secret("", "s3cret")) == "s3cret");
    CHECK(must(read_secret("", nullptr)).empty());
    CHECK_FALSE(read_secret(folder / "missing", "s3cret"));
    CHECK_FALSE(read_secret(folder.write("empty", "\n"), nullptr));
    CHECK_FALSE(read_secret(folder.write("long", std::string(5000, 'x')), nullptr));
    CHECK_FALSE(read_secret("", std::string(5000, 'x').c_str()));
}

TEST_CASE("receiver: what cannot be used is said before the first ticket, and no secret with it") {
    const ScratchFolder folder;
    ::unsetenv(secret_variable);
    ReceiverSettings settings;
    settings.kind = ReceiverKind::usedesk;
    CHECK(complaint(settings) == "kind: usedesk needs the token of a channel; name a secret_file, or set $OTVET_RECEIVER_SECRET");
    settings.secret_file = folder.write("token", "two\nlines\n");
    CHECK(complaint(settings) == "the receiver's secret has more than one line; put the token alone there");
    settings.secret_file = folder.write("token", "hush\n");
    CHECK(complaint(settings) == "made");
    settings.command = {"/nowhere/sendmail"};
    CHECK(complaint(settings).find("there is no program '/nowhere/sendmail' that may be executed") == 0);
    ReceiverSettings webhook;
    webhook.url = "https://example.com/";
    CHECK(complaint(webhook) == "made");
    webhook.template_file = folder / "body.json";
    CHECK(complaint(webhook).find("body.json") != std::string::npos);
    folder.write("body.json", "{\"a\": {{message}}}");
    CHECK(complaint(webhook).find("no JSON") != std::string::npos);
}

TEST_CASE("receiver: addresses on this machine are known as such") {
    for (const char* local : {"http://127.0.0.1:8080/a", "http://localhost/", "https://[::1]/", "http://127.9.9.9", "http://a.localhost/"})
        CHECK(parse_target(local)->is_loopback);
    for (const char* other : {"http://10.0.0.1/", "https://localhost.example.com/", "https://example.com"}) CHECK_FALSE(parse_target(other)->is_loopback);
    CHECK(parse_target("https://user:pass@example.com:8443/x?y")->host == "example.com");
    for (const char* bad : {"", "example.com", "ftp://a", "file:///etc/passwd", "http://", "http://a b/"}) CHECK_FALSE(parse_target(bad));
}

TEST_CASE("receiver: one that never answers is given up, by the name of its host") {
    const SilentServer silent;
    HttpClient client(HttpLimits{std::chrono::milliseconds(200), std::chrono::milliseconds(200)});
    const auto answer = client.post({silent.url, {}, "{}"});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().what == "127.0.0.1: Timeout was reached");
}
