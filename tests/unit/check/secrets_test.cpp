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

TEST_CASE("tokens of the web and webhooks are secrets") {
    const std::string header = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.", signature = ".q3Zk9vRt2LmXw8PcYh5NbJd7Gf4Ks1Te6Ua0oViHrQE";
    CHECK(found(header + "eyJzdWIiOiI4MzkyNzE0Iiwicm9sZSI6ImFnZW50In0" + signature) == Found{"a JSON web token"});
    CHECK(found("Authorization: Bearer " + header + "eyJzdWIiOiI4MzkyNzE0Iiwicm9sZSI6ImFnZW50In0" + signature) == Found{"a JSON web token"});
    CHECK(found(header + "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIn0" + signature).empty());
    CHECK(found("https://" + token("hooks.slack.com/services/", "T04KQ7ZPM/B05LR8WXN/q8ZtR2vXc7LmN4pWs9KdYh3B")) == Found{"a webhook of Slack"});
    CHECK(found("https://" + token("hooks.slack.com/services/", "T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX")).empty());
    CHECK(found("https://" + token("discord.com/api/webhooks/", "918273645546372819/q8ZtR2vXc7LmN4pWs9KdYh3BfGj6TuEa1oVi-q8ZtR2vXc7LmN4pWs9KdYh3Bf")) == Found{"a webhook of Discord"});
    CHECK(found(token("y0_", "AgAEA7qkR2vXc7LmN4pWs9KdYh3BfGj6TuEa1oViHrQEq8Zt")) == Found{"a token of Yandex"});
    CHECK(found(token("t1.", "9euelZqRzJXHks7LmN4pWs9KdYh3BfGj6TuEa1oVi.q8ZtR2vXc7LmN4pWs9KdYh3BfGj6TuEa1oViHrQEq8ZtR2vXc7LmN4pWs9KdYh3B")) == Found{"a token of Yandex Cloud"});
}

TEST_CASE("what an Authorization header holds is a secret, what the standard shows is none") {
    CHECK(found("Authorization: Bearer q8ZtR2vXc7LmN4pWs9KdYh3B").size() == 1);
    CHECK(found("-H 'authorization: Basic dmVyYTprN20ycDl4NHE4'").size() == 1);
    for (const char* text : {"Authorization: Basic YWxhZGRpbjpvcGVuc2VzYW1l", "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Authorization: Bearer <token>", "Authorization: Bearer YOUR_ACCESS_TOKEN",
                             "Authorization: Bearer $TOKEN", "Authorization: Bearer mF_9.B5f-4.1JqM…"}) {
        INFO(text);
        CHECK(found(text).empty());
    }
}

TEST_CASE("a value that is named a password or key is one when it looks drawn") {
    for (const char* text : {"password: Kx9!vT2mQz", "Пароль: Kx9vT2mQzL", "**Пароль:** `k7m2p9x4q`", "Пароль от почты: Kx9!vT2mQz.", "\"password\": \"Kx9!vT2mQz\"", "DB_PASSWORD=k7m2p9x4q", "pwd='Kx9!vT2mQz'"}) {
        INFO(text);
        CHECK(found(text) == Found{"a password"});
    }
    for (const char* text : {"aws_secret_access_key = q8ZtR2vXc7LmN4pWs9KdYh3BfGj6TuEa1oViHrQE", "api_key=q8ZtR2vXc7LmN4pW", "\"apikey\": \"4f8a1c9e2b7d6035\"",
                             "AccountName=shop;AccountKey=q8ZtR2vXc7LmN4pWs9KdYh3BfGj6TuEa1oViHrQEq8ZtR2vXc7LmN4pWs9KdYh3BfGj6TuEa1oViHrQEQw==;"}) {
        INFO(text);
        CHECK(found(text) == Found{"a key or token"});
    }
}

TEST_CASE("what documentation writes in place of a password is no secret") {
    for (const char* text : {"password: <password>", "password: ***", "password: your-password", "Пароль: ваш пароль", "Пароль: P@ssw0rd1", "password: ${DB_PASS1}", "password: AES-256-GCM",
                             "Password: at least 8 characters", "Пароль: не короче 8 символов", "password = getPassword2(x1y2z3)", "password: secret123", "secret: kubernetes-tls-2023-prod",
                             "token: {{order}}", "password: /run/secrets/db1a2b3c", "api_key=YOUR_API_KEY_1a2b3c4d", "api_key: AKIAIOSFODNN7EXAMPLE", "Пароль: https://example.com/a1b2c3d4",
                             "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "tokens: 12 345 678", "Password:\nKx9!vT2mQz", "Забыли пароль? Тогда: Kx9!vT2mQz"}) {
        INFO(text);
        CHECK(found(text).empty());
    }
}

TEST_CASE("a password without a name and a token alone in an address are secrets") {
    CHECK(found("redis://:Zk3v9QpLm2Xr@cache.shop.ru:6379") == Found{"a password in an address"});
    CHECK(found("git clone https://4f8a1c9e2b7d60354f8a1c9e2b7d6035@github.com/shop/site") == Found{"a token in an address"});
    CHECK(found("git clone https://TOKEN@github.com/shop/site").empty());
    CHECK(found("https://medium.com/@q8ZtR2vXc7LmN4pWs9").empty());
}

TEST_CASE("What quotes a secret shows no more of it than finds it") {
    CHECK(without_secrets("the link 'ftp://admin:Zk3v9QpLm2Xr@files.acme.com/x' is not shown") == "the link 'ftp://admi…/x' is not shown");
    CHECK(without_secrets("ключ " + token("AKIA", "Q3EGRTPZ7LMX2VWN") + " и ещё " + token("AKIA", "R4FHSUQA8MNY3WXP")) == "ключ AKIA… и ещё AKIA…");
    CHECK(without_secrets("there is no article 'vpn'") == "there is no article 'vpn'");
}

}  // namespace kb
