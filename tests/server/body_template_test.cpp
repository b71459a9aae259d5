// The templates of webhooks.
#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "server/delivery/body_template.h"
#include "tests/server/delivery_world.h"
#include "tests/world/must.h"

using namespace kb;
using namespace kb::server;
using kb::test::must;

namespace {

nlohmann::json filled(std::string_view text, const Ticket& ticket) {
    return nlohmann::json::parse(must(must(BodyTemplate::parse(text, "body.json")).render(ticket)));
}

std::string complaint(std::string_view text) {
    const auto parsed = BodyTemplate::parse(text, "body.json");
    return parsed ? "accepted" : to_string(parsed.error());
}

}  // namespace

TEST_CASE("webhook template: values stand within quotes, whatever they hold") {
    Ticket ticket = server::test::sample_ticket();
    ticket.text.subject = "\"quoted\" \\ \n </script> 😀 {{message}}";
    const auto body = filled(R"({"title": "{{subject}}", "text": "{{message}}\n\n{{ticket}}", "at": "{{received}}"})", ticket);
    CHECK(body["title"] == ticket.text.subject);
    CHECK(body["text"] == ticket.text.message + "\n\n12345678");
    CHECK(body["at"] == "2026-09-21T14:13:20Z");
}

TEST_CASE("webhook template: lists and what is empty have sections") {
    constexpr std::string_view text = R"({"fields": [{{#fields}}{"k": "{{name}}", "v": "{{value}}"}{{^last}},{{/last}}{{/fields}}],
        "shown": [{{#shown}}"{{article}}"{{^last}}, {{/last}}{{/shown}}]{{#email}}, "from": "{{email}}"{{/email}}})";
    const auto body = filled(text, server::test::sample_ticket());
    CHECK(body["fields"][0] == nlohmann::json{{"k", "order"}, {"v", "A-17; срочно"}});
    CHECK(body["shown"] == nlohmann::json{"ru/login", "ru/code"});
    CHECK(body["from"] == "anna@example.com");
    const auto empty = filled(text, Ticket());
    CHECK(empty["fields"].empty());
    CHECK_FALSE(empty.contains("from"));
}

TEST_CASE("webhook template: one that does not always make JSON is refused") {
    CHECK(complaint(R"({"a": {{subject}} })").find("body.json: what the template makes is no JSON from character 7 on; write tags as") == 0);
    CHECK(complaint(R"({"a": [{{#shown}}"{{article}}",{{/shown}}]})").find("no JSON") != std::string::npos);
    CHECK(complaint("{\n  \"a\": \"{{{subject}}}\"}").find("body.json:2:9: the template may not use '{{{'") == 0);
    CHECK(complaint(R"({"a": "{{&subject}}"})").find("may not use '{{&'") != std::string::npos);
    CHECK(complaint(R"({"a": "{{> part}}"})").find("may not use '{{>'") != std::string::npos);
    CHECK(complaint("").find("no JSON") != std::string::npos);
}

TEST_CASE("webhook template: broken tags are errors and nothing worse") {
    for (const char* broken : {"{{", "{{a", "{{#a}}", "{{/a}}", "{{=", "{{= =}}", "{\"a\": \"{{#a}}{{#b}}{{/a}}{{/b}}\"}"}) {
        INFO(broken);
        CHECK(complaint(broken) != "accepted");
    }
    CHECK(complaint("{{}}").find("body.json") == 0);
}
