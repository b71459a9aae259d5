// `receiver` of kb-server.yaml: every kind, and every mistake with its place and cure.
#include <catch2/catch.hpp>

#include "server/settings.h"

using namespace kb::server;

namespace {

ReceiverSettings receiver(const std::string& fields) {
    const auto settings = read_settings("receiver: { " + fields + " }", "/etc/otvet/kb-server.yaml");
    if (!settings) FAIL(to_string(settings.error()));
    REQUIRE(settings->receiver);
    return *settings->receiver;
}

std::string complaint(const std::string& fields) {
    const auto settings = read_settings("receiver: { " + fields + " }", "kb-server.yaml");
    return settings ? "accepted" : to_string(settings.error());
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("receiver settings: without one there is none") {
    CHECK_FALSE(read_settings("cache: off", "kb-server.yaml")->receiver);
}

TEST_CASE("receiver settings: each kind takes what it needs") {
    const ReceiverSettings webhook = receiver("kind: webhook, url: \"http://10.0.0.5/in\", secret_file: keys/hook, template_file: /srv/body.json");
    CHECK(webhook.kind == ReceiverKind::webhook);
    CHECK(webhook.url == "http://10.0.0.5/in");
    CHECK(webhook.secret_file == "/etc/otvet/keys/hook");
    CHECK(webhook.template_file == "/srv/body.json");
    const ReceiverSettings zendesk = receiver("kind: zendesk, url: \"https://acme.zendesk.com\", user: a@acme.com, fields: { order: 36000 }");
    CHECK(zendesk.kind == ReceiverKind::zendesk);
    CHECK(zendesk.user == "a@acme.com");
    CHECK(zendesk.fields == std::vector<std::pair<std::string, std::string>>{{"order", "36000"}});
    CHECK(receiver("kind: usedesk").url == "https://api.usedesk.ru/create/ticket");
    CHECK(receiver("kind: usedesk, url: \"http://127.0.0.1:8080/create\"").url == "http://127.0.0.1:8080/create");
}

TEST_CASE("receiver settings: a command is words between blanks, or a list") {
    const ReceiverSettings mail = receiver("kind: mail, command: /usr/sbin/sendmail  -i -t, to: support@example.com");
    CHECK(mail.command == Words{"/usr/sbin/sendmail", "-i", "-t"});
    CHECK(mail.from == "support@example.com");
    CHECK(receiver("kind: mail, command: [mail it, \"a b\"], to: a@example.com, from: b@example.com").command == Words{"mail it", "a b"});
    const ReceiverSettings receipts = receiver("kind: usedesk, command: sendmail -t, from: help@example.com");
    CHECK(receipts.from == "help@example.com");
}

TEST_CASE("receiver settings: a mistake is named with its place and its cure") {
    CHECK(complaint("url: \"https://a.example\"") ==
          "kb-server.yaml:1:11: the receiver has no kind; write kind: webhook, mail, zendesk or usedesk");
    CHECK(complaint("kind: jira") == "kb-server.yaml:1:19: there is no kind 'jira'; write kind: webhook, mail, zendesk or usedesk");
    CHECK(complaint("kind: webhook") == "kb-server.yaml:1:11: kind: webhook needs url; write url: https://support.example.com/tickets");
    CHECK(complaint("kind: webhook, url: \"ftp://a\"") ==
          "kb-server.yaml:1:33: url is no address of HTTP or HTTPS; write url: https://support.example.com/tickets");
    CHECK(complaint("kind: usedesk, secret_fil: x") == "kb-server.yaml:1:28: unknown field 'secret_fil'; did you mean 'secret_file'?");
    CHECK(complaint("kind: usedesk, token: x") == "kb-server.yaml:1:28: unknown field 'token'; see docs/contact.md");
    CHECK(complaint("kind: mail, url: \"https://a\"") == "kb-server.yaml:1:25: kind: mail takes no 'url'; remove it, or change the kind");
    CHECK(complaint("kind: mail, to: a@example.com") == "kb-server.yaml:1:11: kind: mail needs command; write command: /usr/sbin/sendmail -i -t");
    CHECK(complaint("kind: mail, command: sendmail") == "kb-server.yaml:1:11: kind: mail needs to; write to: support@example.com");
    CHECK(complaint("kind: usedesk, command: sendmail") == "accepted");
    CHECK(complaint("kind: mail, command: sendmail, to: Support <a@example.com>") ==
          "kb-server.yaml:1:48: 'Support <a@example.com>' is not an address; write the address alone: support@example.com");
}

TEST_CASE("receiver settings: a secret is not sent in the clear, except to this machine") {
    CHECK(complaint("kind: zendesk, url: \"http://acme.zendesk.com\"") ==
          "kb-server.yaml:1:33: url would send the secret in the clear; write https://");
    for (const char* local : {"http://127.0.0.1:81", "http://localhost:81", "http://[::1]:81"})
        CHECK(complaint("kind: zendesk, url: \"" + std::string(local) + "\"") == "accepted");
    const auto url = [](const char* of) { return receiver("kind: zendesk, url: \"" + std::string(of) + "\"").url; };
    CHECK(url("https://acme.zendesk.com") == "https://acme.zendesk.com/api/v2/requests.json");
    CHECK(url("https://acme.zendesk.com/") == "https://acme.zendesk.com/api/v2/requests.json");
    CHECK(url("https://desk.acme.com/zendesk/requests") == "https://desk.acme.com/zendesk/requests");
}

TEST_CASE("a mail command may know the mailbox itself, and the kind has names that people try") {
    for (const char* kind : {"mail", "email", "sendmail"}) {
        const ReceiverSettings settings = receiver("kind: " + std::string(kind) + ", command: /usr/sbin/sendmail -i support@example.com");
        CHECK(settings.kind == ReceiverKind::mail);
        CHECK(settings.to == "support@example.com");
        CHECK(settings.from == "support@example.com");
    }
}

TEST_CASE("receiver settings: fields have the receiver's numbers") {
    CHECK(complaint("kind: usedesk, fields: { order: nr }") ==
          "kb-server.yaml:1:45: 'nr' is not the number of a field; write fields: { order: 360001234567 }");
    CHECK(complaint("kind: usedesk, fields: [order]").find("expected fields") != std::string::npos);
    CHECK(complaint("kind: webhook, url: \"https://a.example\", fields: { a: 1 }").find("takes no 'fields'") != std::string::npos);
}
