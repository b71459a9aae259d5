// Drafts of articles: what stands in one, and what never does.
#include <catch2/catch.hpp>

#include "server/desk/draft.h"

using namespace kb::server;

TEST_CASE("a draft has the customer's wording as questions and the answer as steps") {
    const Draft draft = make_draft({"Re: Где возврат?", "Здравствуйте!\nДеньги за уборку так и не пришли. Когда вернёте?\n\nС уважением,\nАнна", "Здравствуйте!\n1. Откройте раздел «Заказы».\n2) Нажмите «Возврат».\n- Подождите три дня.", "ru", "refund"});
    CHECK(draft.markdown ==
          "---\ntitle: \"Где возврат?\"\nlang: ru\nvisibility: draft\nquestions:\n  - \"Где возврат?\"\n  - \"Деньги за уборку так и не пришли.\"\n  - \"Когда вернёте?\"\nrelated: [\"refund\"]\n---\n"
          "1. Откройте раздел «Заказы».\n2. Нажмите «Возврат».\n3. Подождите три дня.\n");
    CHECK(draft.path.starts_with("ru/drafts/gde-vozvrat-"));
    CHECK(draft.path.ends_with(".md"));
}

TEST_CASE("nothing in a draft says who the customer is") {
    const Draft draft = make_draft({"Возврат", "Не пришёл возврат. Мой телефон +7 912 345-67-89, почта anna@example.com.", "Написали вам на anna@example.com.", "ru", ""});
    for (const std::string_view secret : {"912", "anna", "example"}) CHECK(draft.markdown.find(secret) == std::string::npos);
    CHECK(draft.markdown.find("- \"Не пришёл возврат.\"") != std::string::npos);
    CHECK(draft.markdown.find("[phone]") == std::string::npos);
    const Draft named = make_draft({"Заказ 4111 1111 1111 1111", "Меня зовут Анна, и шлагбаум не открывается. Что делать?", "", "ru", ""});
    CHECK(named.markdown.find("title: \"Что делать?\"") != std::string::npos);
    CHECK(named.markdown.find('[') == std::string::npos);
}

TEST_CASE("what was typed stays text in a draft") {
    const Draft draft = make_draft({"a\": b\n---", "x", "# Да *тут* <b> [a](b.md) | `c`", "en", ""});
    CHECK(draft.markdown.find("title: \"a\\\": b") != std::string::npos);
    CHECK(draft.markdown.find("1. \\# Да \\*тут\\* \\<b\\> \\[a\\](b.md) \\| \\`c\\`\n") != std::string::npos);
}

TEST_CASE("two questions never share a path, and one keeps its own") {
    const auto path = [](std::string body) { return make_draft({"Refund", std::move(body), "", "en", ""}).path; };
    CHECK(path("Where is it?") == path("Where is it?"));
    CHECK(path("Where is it?") != path("When will it come?"));
    CHECK(make_draft({"", "Where is my refund?", "", "en", ""}).markdown.find("title: \"Where is my refund?\"") != std::string::npos);
}

TEST_CASE("long texts are cut where letters end") {
    std::string word;
    for (int i = 0; i < 400; ++i) word += "ё";
    const Draft draft = make_draft({word, "", "", "ru", ""});
    CHECK(draft.markdown.find("ё…\"") != std::string::npos);
    CHECK(draft.path.size() < 100);
}

TEST_CASE("politeness takes no place in a draft, and no step ends at an abbreviation") {
    const Draft draft = make_draft({"", "Добрый день, подскажите, как вернуть деньги?\nСпасибо за обращение!\nCould you help me please?\nКарта, т.е. дебетовая, не принимается, т.к. заказ старый.\nПомогите, пожалуйста!\nС ув. Анна Петрова",
                                    "Здравствуйте, Анна, откройте «Заказы».\nНажмите «Возврат», e.g. in the app, и т.д. по подсказкам. Плата 5 руб. в день.\nПриносим извинения за неудобства!\nBest, Mary", "ru", ""});
    CHECK(draft.markdown.find("questions:\n  - \"подскажите, как вернуть деньги?\"\n  - \"Карта, т.е. дебетовая, не принимается, т.к. заказ старый.\"\n---\n"
                              "1. Откройте «Заказы».\n2. Нажмите «Возврат», e.g. in the app, и т.д. по подсказкам.\n3. Плата 5 руб. в день.\n") != std::string::npos);
    CHECK(draft.markdown.ends_with("3. Плата 5 руб. в день.\n"));
}
