#include <catch2/catch.hpp>

#include "kb/article/answer_template.h"
#include "tests/world/reported.h"

namespace kb {

namespace {

const std::string head = "---\ntitle: Возврат\ntags: [деньги]\n---\n";

AnswerTemplateResult parse(std::string_view text, std::string_view path = "ru/_templates/refund-started.md") {
    return parse_answer_template(path, text, {});
}

AnswerTemplate good(const std::string& body) {
    auto result = parse(head + body);
    for (const Problem& problem : result.problems) UNSCOPED_INFO(to_string(problem));
    REQUIRE(result.parsed);
    CHECK(result.problems.empty());
    return *result.parsed;
}

std::string complaint(const std::string& text) {
    const auto result = parse(text);
    CHECK_FALSE(result.parsed);
    REQUIRE(result.problems.size() == 1);
    CHECK(result.problems.front().severity == Severity::error);
    return to_string(result.problems.front());
}

}  // namespace

TEST_CASE("a template is a text with fields, three times") {
    const AnswerTemplate it = good("Здравствуйте, {{ name }}!\n\n1. Заказ **{{order}}**\n2. [{{article}}]({{link}})\n");
    CHECK(it.slug == "refund-started");
    CHECK(it.lang == "ru");
    CHECK(it.title == "Возврат");
    CHECK(it.tags == std::vector<std::string>{"деньги"});
    CHECK(it.fields == std::vector<std::string>{"name", "order", "article", "link"});
    CHECK(it.text == "Здравствуйте, {{name}}!\n\n1. Заказ {{order}}\n2. {{article}} ({{link}})");
    CHECK(it.html == "<p>Здравствуйте, {{name}}!</p>\n<ol>\n<li>Заказ <strong>{{order}}</strong></li>\n<li><a href=\"{{link}}\">{{article}}</a></li>\n</ol>");
    CHECK(it.markdown.find("**{{order}}**") != std::string::npos);
    CHECK(it.markdown.find("[{{article}}]({{link}})") != std::string::npos);
}

TEST_CASE("a field has one name wherever it stands, in any alphabet") {
    const AnswerTemplate it = good("{{заказ}} и ещё раз {{заказ}}: https://example.com/{{order_2}}\n");
    CHECK(it.fields == std::vector<std::string>{"заказ", "order_2"});
    CHECK(it.text == "{{заказ}} и ещё раз {{заказ}}: https://example.com/{{order_2}}");
}

TEST_CASE("the Markdown of a template is its own, but for the blanks in its fields") {
    const std::string body = "Привет, {{ name }}!\n\n* Да!  \n* <https://example.com/a_b?x={{order}}>\n\nСкидка 5% - это\n«{{sum}}»… `{{code}}`\n\n<{{link}}>, [тут][1]\n\n[1]: {{link}}\n";
    CHECK(good(body).markdown == "Привет, {{name}}!" + body.substr(body.find("\n\n*"), body.size() - 1 - body.find("\n\n*")));
}

TEST_CASE("fields stay in tables, in attributes and in addresses") {
    const AnswerTemplate it = good("| Заказ | Сумма |\n|---|---|\n| {{order}} | **{{sum}}** |\n\n[{{order}}](https://example.com/{{order}}/x \"{{sum}}\") <{{link}}>\n");
    INFO(it.html << "\n" << it.text);
    for (const std::string_view part : {"<td>{{order}}</td>", "<strong>{{sum}}</strong>", "href=\"{{link}}\"", "href=\"https://example.com/{{order}}/x\" title=\"{{sum}}\"", "<a href=\"{{link}}\">{{link}}</a>"})
        CHECK(it.html.find(part) != std::string::npos);
    CHECK(it.html.find("otvet") == std::string::npos);
    CHECK(it.text.find("otvet") == std::string::npos);
    CHECK(it.text.find("{{sum}}") != std::string::npos);
}

TEST_CASE("lists of a template are plain as people type them") {
    CHECK(good("Да:\n\n- а\n- б\n\n1. в\n2. г\n").text == "Да:\n\n- а\n- б\n\n1. в\n2. г");
}

TEST_CASE("more than ten fields keep their names") {
    std::string body;
    for (char c = 'a'; c <= 'l'; ++c) body += std::string("{{") + c + "}} ";
    CHECK(good(body).text == body.substr(0, body.size() - 1));
}

TEST_CASE("a bad field says where, what and how to mend it") {
    CHECK(complaint(head + "Да.\nЗаказ {{order\n") == "ru/_templates/refund-started.md:6:7: '{{' is not closed on its line; write {{order}}, or one brace");
    CHECK(complaint(head + "{{номер заказа}}\n") ==
          "ru/_templates/refund-started.md:5:1: 'номер заказа' is no name of a field; write {{order}}: a letter first, then letters, digits, - or _, at most 40");
    CHECK(complaint(head + "{{}}\n").find("'' is no name") != std::string::npos);
    CHECK(complaint(head + "{{1st}}\n").find("'1st' is no name") != std::string::npos);
    CHECK(complaint(head + "order}} да\n") == "ru/_templates/refund-started.md:5:6: '}}' closes nothing; write '{{' before the name of the field");
}

TEST_CASE("a template needs a title and a text, and no other fields in its front matter") {
    CHECK(complaint("Здравствуйте!\n") == "ru/_templates/refund-started.md:1:1: the template has no title; add title: … to its front matter");
    CHECK(complaint(head).find("has no text") != std::string::npos);
    CHECK(complaint("---\ntitel: Возврат\n---\nДа.\n").find("did you mean 'title'?") != std::string::npos);
    const auto other = parse("---\ntitle: Возврат\nvisibility: internal\n---\nДа.\n");
    CHECK(other.parsed);
    CHECK(test::has_rule(other.problems, "unknown-field"));
}

TEST_CASE("a template links to nothing that a customer's mail does not have") {
    CHECK(complaint(head + "См. [статью](../payments/refund.md).\n").find("'ru/payments/refund.md' means nothing in a customer's mail") != std::string::npos);
    CHECK(good("См. [сайт](https://example.com).\n").text == "См. сайт (https://example.com).");
}

TEST_CASE("what is too large or no text is no template") {
    CHECK(complaint(head + std::string(max_answer_template, 'x')).find("larger than 16 KiB") != std::string::npos);
    CHECK_FALSE(parse(head + "\xff").parsed);
}

TEST_CASE("templates stand in a folder of their language, or at the root") {
    const ParseOptions options;
    for (const std::string_view path : {"ru/_templates/a.md", "en/_templates/a.markdown", "_templates/a.md"}) CHECK(is_answer_template(path, options));
    for (const std::string_view path : {"fr/_templates/a.md", "ru/payments/_templates/a.md", "ru/_templates/more/a.md", "ru/_templates/a.txt", "ru/my_templates/a.md", "ru/_templates/.md"})
        CHECK_FALSE(is_answer_template(path, options));
    CHECK(parse(head + "Да.", "_templates/a.md").parsed->lang == "ru");
}

}  // namespace kb
