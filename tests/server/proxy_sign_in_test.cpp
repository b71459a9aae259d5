// Whom a proxy has signed in, and who only says so.
#include "server/access/proxy_sign_in.h"

#include <catch2/catch.hpp>

#include "server/settings.h"

using namespace kb;
using namespace kb::server;

namespace {

constexpr std::string_view groups = "trusted_proxies: [127.0.0.1]\n"
                                    "sign_in: { header: X-Remote-User, role_header: X-Remote-Groups, roles: { support: agent, \"Help writers\": writer, it: administrator } }\n";

ProxySignIn read(std::string_view yaml) {
    const auto settings = read_settings(yaml, "kb-server.yaml");
    if (!settings) FAIL(to_string(settings.error()));
    return settings->sign_in.value();
}

std::string complaint(std::string_view sign_in) {
    const auto settings = read_settings("trusted_proxies: [127.0.0.1]\nsign_in: " + std::string(sign_in), "kb-server.yaml");
    return settings ? "accepted" : to_string(settings.error());
}

Request named(std::string user, std::string in = {}) {
    Request request;
    request.is_from_proxy = true;
    request.headers = {{"x-remote-user", std::move(user)}, {"x-remote-groups", std::move(in)}};
    return request;
}

Role role(const ProxySignIn& sign_in, std::string in) {
    return visitor_by_proxy(sign_in, named("anna", std::move(in))).role;
}

}  // namespace

TEST_CASE("groups give roles, the highest counts, and others are nothing") {
    const ProxySignIn sign_in = read(groups);
    CHECK(role(sign_in, "support") == Role::agent);
    CHECK(role(sign_in, "staff, Help writers,support") == Role::writer);
    CHECK(role(sign_in, "it|support") == Role::administrator);
    CHECK(role(sign_in, "Support") == Role::customer);
    CHECK(role(sign_in, "supporters") == Role::customer);
    CHECK(role(sign_in, "") == Role::customer);
    const Visitor anna = visitor_by_proxy(sign_in, named("anna@example.com", "support"));
    CHECK(anna.name == "anna@example.com");
    CHECK(anna.by == KnownBy::proxy);
    CHECK(anna.is_ambient());
}

TEST_CASE("everybody whom the proxy names may have one role") {
    const ProxySignIn sign_in = read("trusted_proxies: [127.0.0.1]\nsign_in: { header: Remote-User, role: agent }");
    Request request;
    request.is_from_proxy = true;
    CHECK(visitor_by_proxy(sign_in, request).role == Role::customer);
    request.headers["remote-user"] = "anna";
    CHECK(visitor_by_proxy(sign_in, request).role == Role::agent);
}

TEST_CASE("nobody else's word counts") {
    Request request = named("anna", "it");
    request.is_from_proxy = false;
    request.is_from_here = request.is_from_operator = true;
    CHECK(visitor_by_proxy(read(groups), request).role == Role::customer);
}

TEST_CASE("what cannot be one name is none") {
    const ProxySignIn sign_in = read(groups);
    for (const std::string& name : {std::string(), std::string("  "), std::string("admin, anna"), std::string("\xff"), std::string(201, 'a')})
        CHECK(visitor_by_proxy(sign_in, named(name, "it")).role == Role::customer);
}

TEST_CASE("a mistake in sign_in is named with its place and its cure") {
    CHECK(complaint("{ header: X-User, role: agent }") == "accepted");
    CHECK(complaint("{ header: X-User, role: boss }") == "kb-server.yaml:2:34: there is no role 'boss'; write agent, writer or administrator");
    CHECK(complaint("{ header: X-User, role: customer }") != "accepted");
    CHECK(complaint("{ heder: X-User, role: agent }") == "kb-server.yaml:2:12: unknown field 'heder'; did you mean 'header'?");
    CHECK(complaint("{ role: agent }").find("sign_in needs header; write sign_in:") != std::string::npos);
    CHECK(complaint("{ header: X-User }").find("sign_in gives nobody a role") != std::string::npos);
    CHECK(complaint("{ header: X-User, role_header: X-Groups, role: agent }").find("belong together") != std::string::npos);
    CHECK(complaint("{ header: X-User, role_header: X-User, roles: { a: agent } }").find("one header cannot have both") != std::string::npos);
    CHECK(complaint("{ header: X-User, role_header: X-Groups, roles: { a: agnet } }").find("did you mean 'agent'?") != std::string::npos);
    CHECK(complaint("{ header: X-User, role_header: X-Groups, roles: { \"a,b\": agent } }").find("is not one group") != std::string::npos);
    for (const char* wrong : {"X User", "Cookie", "Authorization", "[a]", "\"\""})
        CHECK(complaint("{ header: " + std::string(wrong) + ", role: agent }").find("is not a header that names users") != std::string::npos);
    CHECK(complaint("X-User") != "accepted");
    const auto alone = read_settings("sign_in: { header: X-User, role: agent }", "kb-server.yaml");
    REQUIRE_FALSE(alone);
    CHECK(to_string(alone.error()) == "kb-server.yaml:1:10: sign_in counts from trusted proxies only, and there is none; write trusted_proxies: [127.0.0.1]");
}
