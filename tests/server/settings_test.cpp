// kb-server.yaml: what it may say, and what it must not.
#include <catch2/catch.hpp>

#include "server/settings.h"

using namespace kb::server;

namespace {

Settings read(std::string_view yaml) {
    const auto settings = read_settings(yaml, "kb-server.yaml");
    if (!settings) FAIL(to_string(settings.error()));
    return *settings;
}

std::string complaint(std::string_view yaml) {
    const auto settings = read_settings(yaml, "kb-server.yaml");
    return settings ? "accepted" : to_string(settings.error());
}

bool holds(const std::vector<Network>& networks, std::string_view address) {
    return contains(networks, *IpAddress::parse(address));
}

}  // namespace

TEST_CASE("an empty file leaves everything as it is without one") {
    const Settings settings = read("# nothing yet\n");
    CHECK(settings.cache_bytes == 64u << 20);
    REQUIRE(settings.per_address);
    CHECK_FALSE(settings.limits_loopback);
    CHECK(settings.trusted_proxies.empty());
}

TEST_CASE("the memory for answers has a size, or there is none") {
    for (const char* off : {"cache: off", "cache: false", "cache: no", "cache: 0"}) CHECK(read(off).cache_bytes == 0);
    for (const char* size : {"cache: 16 MiB", "cache: 16MB", "cache: 16"}) CHECK(read(size).cache_bytes == 16u << 20);
    CHECK(complaint("cache: much") == "kb-server.yaml:1:8: 'much' is not such a number; write cache: 64 MiB, or off");
}

TEST_CASE("what many have asked is shown unless it is switched off") {
    CHECK(read("").popular_queries);
    CHECK(read("popular_queries: on").popular_queries);
    for (const char* off : {"popular_queries: off", "popular_queries: no", "popular_queries: false"}) CHECK_FALSE(read(off).popular_queries);
    CHECK(complaint("popular_queries: sometimes") == "kb-server.yaml:1:18: 'sometimes' is neither on nor off; write popular_queries: off");
}

TEST_CASE("limits for each address are those that are written, and this machine has them too then") {
    const Settings settings = read("per_address_limits: { requests_per_second: 2.5, burst: 7, connections: 3 }");
    CHECK(settings.limits_loopback);
    CHECK(settings.per_address->rate.per_second == 2.5);
    CHECK(settings.per_address->rate.burst == 7);
    CHECK(settings.per_address->connections == 3);
    CHECK(read("per_address_limits: { burst: 7 }").per_address->rate.per_second == Rate().per_second);
    const Settings off = read("per_address_limits: off");
    CHECK_FALSE(off.per_address);
    CHECK_FALSE(off.limits_loopback);
    CHECK(complaint("per_address_limits: { requests_per_second: 0 }") ==
          "kb-server.yaml:1:44: '0' is not a rate; write a number from 0.01 to 1000000");
}

TEST_CASE("proxies, hosts and origins are lists") {
    const Settings settings = read("trusted_proxies: [127.0.0.1, \"10.0.0.0/8\"]\nclient_address_header: X-Real-IP\nhosts: [Help.example.com]\n"
                                   "cors_origins:\n  - https://App.example.com:8443\nmetrics_from: [\"::1\"]\n");
    CHECK(holds(settings.trusted_proxies, "10.9.9.9"));
    CHECK(settings.client_address_header == "x-real-ip");
    CHECK(settings.hosts == std::vector<std::string>{"help.example.com"});
    CHECK(settings.cors_origins == std::vector<std::string>{"https://app.example.com:8443"});
    CHECK(holds(settings.metrics_from, "::1"));
    CHECK_FALSE(holds(settings.metrics_from, "127.0.0.1"));
}

TEST_CASE("a mistake is named with its place and its cure") {
    CHECK(complaint("trusted_proxies: [127.0.0.1, proxy]") ==
          "kb-server.yaml:1:30: 'proxy' is not an address or a network; write [127.0.0.1, 10.0.0.0/8]");
    CHECK(complaint("cors_origins: [app.example.com]") ==
          "kb-server.yaml:1:16: 'app.example.com' is not an origin as browsers write it (no port 443 of https or 80 of http, international names as xn--); write cors_origins: [https://app.example.com], or [\"*\"]");
    CHECK(complaint("cors_origins: [https://app.example.com/path]") != "accepted");
    CHECK(complaint("hosts: help.example.com") == "kb-server.yaml:1:8: expected a list; write hosts: [help.example.com]");
    CHECK(complaint("cash: off") == "kb-server.yaml:1:1: unknown field 'cash'; see docs/deploying.md");
    CHECK(complaint("conections: 5") == "kb-server.yaml:1:1: unknown field 'conections'; did you mean 'connections'?");
    CHECK(complaint("connections: 0").find("write a whole number from 1 to") != std::string::npos);
    CHECK(complaint("client_address_header: Forwarded").find("write client_address_header: X-Forwarded-For") != std::string::npos);
    CHECK(complaint("client_address_header: [a]") != "accepted");
    CHECK(complaint("- a\n- b\n") != "accepted");
    CHECK(complaint("a: [") != "accepted");
}

TEST_CASE("what customers wrote is kept for days, or not at all") {
    CHECK(read("").retention == std::chrono::days(30));
    CHECK(read("retention_days: 0").retention == std::chrono::days(0));
    CHECK(read("retention_days: 3650").retention == std::chrono::days(3650));
    CHECK(complaint("retention_days: 3651") ==
          "kb-server.yaml:1:17: '3651' is not such a number; write a whole number from 0 to 3650");
    CHECK(complaint("retention_days: -1") != "accepted");
}

TEST_CASE("a clock's file counts from the folder of the settings") {
    CHECK(read("").clock_file.empty());
    CHECK(read_settings("clock_file: clock", "/etc/otvet/kb-server.yaml")->clock_file == "/etc/otvet/clock");
    CHECK(complaint("clock_file: [a]") == "kb-server.yaml:1:13: expected the path of a file; write clock_file: clock");
}

TEST_CASE("the desk may be framed by origins that are named, never by any") {
    CHECK(read("desk: { origins: [https://Desk.example.com, http://10.0.0.1:8080] }").desk.origins == std::vector<std::string>{"https://desk.example.com", "http://10.0.0.1:8080"});
    CHECK(complaint("desk: { origins: [\"*\"] }") == "kb-server.yaml:1:19: '*' is not an origin as browsers write it (no port 443 of https or 80 of http, international names as xn--); write desk: { origins: [https://desk.example.com] }");
    for (const char* wrong : {"desk.example.com", "https://desk.example.com/", "https://a.example;script-src", "https://a.example,b", "https://a.example:443", "http://a.example:80", "https://пример.рф"})
        CHECK(complaint(std::string("desk: { origins: [\"") + wrong + "\"] }").find("is not an origin") != std::string::npos);
    CHECK(complaint("desk: { origin: [https://a.example] }").find("did you mean 'origins'?") != std::string::npos);
}

TEST_CASE("drafts never go to a branch that is published") {
    const auto drafts = read("drafts: { command: [/bin/true, x] }").desk.drafts;
    REQUIRE(drafts);
    CHECK(drafts->branch == "drafts");
    CHECK(drafts->command == std::vector<std::string>{"/bin/true", "x"});
    for (const char* branch : {"main", "master", "refs/heads/main"})
        CHECK(complaint(std::string("drafts: { command: [/bin/true], branch: ") + branch + " }").find("which is published; write branch: drafts") != std::string::npos);
    CHECK(complaint("drafts: { command: [/bin/true], published: live, branch: live }") == "kb-server.yaml:1:58: drafts must not get to the branch 'live', which is published; write branch: drafts");
    CHECK(read("drafts: { command: [/bin/true], published: [live], branch: main }").desk.drafts->branch == "main");
    for (const char* branch : {"HEAD", "-x", "a..b", "a b", "x.lock", "/x"})
        CHECK(complaint(std::string("drafts: { command: [/bin/true], branch: \"") + branch + "\" }").find("is no branch") != std::string::npos);
    CHECK(complaint("drafts: { branch: drafts }").find("names no command") != std::string::npos);
    CHECK(complaint("drafts: { command: /bin/true }").find("must be a program and its arguments") != std::string::npos);
}
