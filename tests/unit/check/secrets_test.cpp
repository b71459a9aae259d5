#include "kb/check/secrets.h"

#include <catch2/catch.hpp>

namespace kb {

namespace {

std::vector<std::string> found(std::string_view text) {
    std::vector<std::string> what;
    for (const FoundSecret& secret : find_secrets(text)) what.push_back(secret.what);
    return what;
}

using Found = std::vector<std::string>;

// In two parts, so that this file holds no token.
std::string token(std::string_view mark, std::string_view body) {
    return std::string(mark).append(body);
}

}  // namespace

TEST_CASE("tokens of well-known shapes are found where they stand") {
    CHECK(found(token("AKIA", "Q3EGRTPZ7LMX2VWN")) == Found{"an access key of AWS"});
    CHECK(found("export T=" + token("ghp_", "q8ZtR2vXc7LmN4pWs9KdYh3BfGj6TuEa1oVi")) == Found{"a token of GitHub"});
    CHECK(found(token("sk_live_", "51HqLyT9vRzXw3PkMnB7cDfGh")) == Found{"a key of Stripe"});
    CHECK(found("bot " + token("582931746:AA", "HdqTcvCH1vGWJxfSeofSAs0K5PALDsaw9")) == Found{"a token of a Telegram bot"});
    const auto secrets = find_secrets("key: " + token("AKIA", "Q3EGRTPZ7LMX2VWN") + ".");
    REQUIRE(secrets.size() == 1);
    CHECK(secrets[0].begin == 5);
    CHECK(secrets[0].end == 25);
}

TEST_CASE("examples of tokens are no secrets") {
    CHECK(found("AKIAIOSFODNN7EXAMPLE").empty());
    CHECK(found(token("ghp_", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")).empty());
    CHECK(found(token("ghp_", "1234567890abcdefghijklmnopqrstuvwxyz")).empty());
    CHECK(found("ghp_short and AKIASHORT").empty());
    CHECK(found("sk_live_YOUR_KEY").empty());
    CHECK(found(token("AIza", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")).empty());
}

TEST_CASE("a private key is one with its lines, not its head alone") {
    const std::string head = token("-----BEGIN RSA PRIVATE", " KEY-----\n"), end = "-----END RSA PRIVATE KEY-----\n";
    const std::string lines = "MIIEpAIBAAKCAQEA3Tz2mr7SZiAMfQyuvBjM9OiJjRazXBZ1BjP5CE/Wm/Rr500P\nRK+Lh9x5eJPo5CAZ3/ANBE0sTK0ZsDGMak2m1g73VHqIxFTz0Ta1d+NAjwnLe4nO\n";
    CHECK(found(head + lines + end) == Found{"a private key"});
    CHECK(found(head + "...\n" + end).empty());
    CHECK(found("It begins with " + head).empty());
}

TEST_CASE("a password in an address is a secret, a placeholder is none") {
    CHECK(found("postgres://app:tR7x_92kQ-mw@db.shop.ru/main") == Found{"a password in an address"});
    for (const char* text : {"https://user:password@host.ru", "https://user:tR7x92kQmw@example.com", "https://user:${PASS1word}@db.shop.ru",
                             "https://user:tR7x92kQmw@localhost/x", "https://shop.ru:8080/@name", "mailto:a@b.ru"})
        CHECK(found(text).empty());
}

TEST_CASE("What quotes a secret shows no more of it than finds it") {
    CHECK(without_secrets("the link 'ftp://admin:Zk3v9QpLm2Xr@files.acme.com/x' is not shown") == "the link 'ftp://admi…/x' is not shown");
    CHECK(without_secrets("ключ " + token("AKIA", "Q3EGRTPZ7LMX2VWN") + " и ещё " + token("AKIA", "R4FHSUQA8MNY3WXP")) == "ключ AKIA… и ещё AKIA…");
    CHECK(without_secrets("there is no article 'vpn'") == "there is no article 'vpn'");
}

}  // namespace kb
