#include <catch2/catch.hpp>

#include <fmt/format.h>

#include "kb/article/contact_form.h"
#include "tests/world/reported.h"

namespace kb {

using test::reported;
using Lines = std::vector<std::string>;

namespace {

SiteConfigResult parse(const std::string& yaml) {
    return parse_site_config(yaml, "kb.yaml");
}

ContactForm form_of(const std::string& yaml) {
    const auto result = parse(yaml);
    CHECK(reported(result.problems) == Lines{});
    return result.config.contact;
}

// What is said of a form that has one fault.
std::string problem(const std::string& yaml) {
    const auto lines = reported(parse(yaml).problems);
    return lines.size() == 1 ? lines.front() : fmt::format("{} problems", lines.size());
}

}  // namespace

TEST_CASE("kb.yaml says whether there is a contact form") {
    CHECK(form_of("title: x\n") == ContactForm{});
    CHECK(form_of("contact:\n") == ContactForm{});
    CHECK(form_of("contact: true\n").enabled == true);
    CHECK(form_of("contact: false\n").enabled == false);
    CHECK(form_of("contact: {enabled: no}\n").enabled == false);
    CHECK_FALSE(form_of("contact: {fields: []}\n").enabled);
}

TEST_CASE("kb.yaml says what the contact form asks for") {
    const ContactForm form = form_of(
        "contact:\n"
        "  enabled: true\n"
        "  fields:\n"
        "    - { name: email, required: true }\n"
        "    - { name: subject, required: true }\n"
        "    - { name: order, label: { ru: Номер заказа, en: Order number }, hint: On the receipt, required: true }\n"
        "    - { name: story, type: multiline, label: Story }\n"
        "    - { name: pay-by, type: choice, label: Payment, options: [Card, { value: cash, label: { ru: Наличные } }, { value: other }] }\n"
        "    - { name: may_call, type: checkbox, label: You may call }\n");
    CHECK(form.needs_email);
    CHECK(form.needs_subject);
    REQUIRE(form.fields.size() == 4);
    CHECK(form.fields[0] == ContactField{"order", ContactField::Kind::text, {{"ru", "Номер заказа"}, {"en", "Order number"}},
                                         {{"", "On the receipt"}}, true, {}});
    CHECK(form.fields[1].kind == ContactField::Kind::multiline);
    CHECK(form.fields[2].options == std::vector<ContactField::Option>{{"Card", {{"", "Card"}}},
                                                                      {"cash", {{"ru", "Наличные"}}},
                                                                      {"other", {{"", "other"}}}});
    CHECK(form.fields[3].kind == ContactField::Kind::checkbox);
    CHECK_FALSE(form.fields[3].required);
}

TEST_CASE("a slip in the contact form is reported where it stands") {
    const auto field = [](const std::string& text) { return problem("contact: {fields: [" + text + "]}\n"); };
    CHECK(problem("contact: maybe\n") == "error: kb.yaml:1:10: 'maybe' is neither true nor false; write contact: true or contact: false");
    CHECK(problem("contact: {enabld: true}\n") == "error: kb.yaml:1:11: unknown field 'enabld'; did you mean 'enabled'?");
    CHECK(problem("contact: [a]\n").find("'contact' must have fields") != std::string::npos);
    CHECK(problem("contact: {fields: order}\n").find("'fields' must be a list") != std::string::npos);
    CHECK(field("order").find("a field needs a name") != std::string::npos);
    CHECK(field("{label: x}").find("a field needs a name") != std::string::npos);
    CHECK(field("{name: order}").find("the field 'order' has no label") != std::string::npos);
    CHECK(field("{name: order, label: ''}").find("has no label") != std::string::npos);
    CHECK(field("{name: order, label: x, requird: true}") == "error: kb.yaml:1:44: unknown field 'requird'; did you mean 'required'?");
    CHECK(field("{name: order, label: x, required: perhaps}").find("neither true nor false") != std::string::npos);
    CHECK(field("{name: order, label: x, type: date}").find("'date' is no type of field") != std::string::npos);
    CHECK(field("{name: order, label: x, options: [a]}").find("only a choice has options") != std::string::npos);
    CHECK(field("{name: email, required: true, label: x}").find("unknown field 'label'") != std::string::npos);
    CHECK(field("{name: a, label: x}, {name: a, label: y}").find("two fields 'a'") != std::string::npos);
}

TEST_CASE("the name of a contact field is plain and not one of ours") {
    for (const char* name : {"Заказ", "a b", "a.b", "''", "a&b", "[a]", "{a: b}"})
        CHECK(problem(fmt::format("contact: {{fields: [{{name: {}, label: x}}]}}\n", name)).find("is no name") != std::string::npos);
    for (const char* name : {"id", "lang", "message", "page", "shown", "search_id", "form", "website"})
        CHECK(problem(fmt::format("contact: {{fields: [{{name: {}, label: x}}]}}\n", name)).find("of its own") != std::string::npos);
}

TEST_CASE("a choice without anything to choose is left out") {
    for (const char* options : {"", ", options: []", ", options: a", ", options: [a, a]", ", options: ['']", ", options: [{label: x}]", ", options: [[a]]"}) {
        const auto result = parse(fmt::format("contact: {{fields: [{{name: a, label: x, type: choice{}}}]}}\n", options));
        CHECK(result.problems.size() == 1);
        CHECK(result.config.contact.fields.empty());
    }
}

TEST_CASE("a form has at most thirty fields") {
    std::string yaml = "contact:\n  fields:\n";
    for (int i = 0; i < 33; ++i) yaml += fmt::format("    - {{ name: f{}, label: x }}\n", i);
    const auto result = parse(yaml);
    CHECK(reported(result.problems) == Lines{"error: kb.yaml:33:7: more than 30 fields; ask for less: every field costs answers"});
    CHECK(result.config.contact.fields.size() == 30);
}

}  // namespace kb
