#include "kb/check/personal_data.h"

#include <catch2/catch.hpp>

namespace kb {

namespace {

std::vector<std::string> found(std::string_view text, const OwnContacts& own = {}) {
    std::vector<std::string> what;
    for (const FoundPerson& person : find_personal_data(text, own)) what.push_back(person.what);
    return what;
}

using Found = std::vector<std::string>;

}  // namespace

TEST_CASE("what says who somebody is is found") {
    CHECK(found("Пишите на marina.koroleva84@gmail.com") == Found{"the e-mail address of a person"});
    CHECK(found("Звоните: +7 (916) 382-57-41") == Found{"the mobile number of a person"});
    CHECK(found("8 916 382-57-41") == Found{"the mobile number of a person"});
    CHECK(found("Карта 4276 5500 1923 8465") == Found{});
    CHECK(found("Карта 5469 5500 1923 8465").size() + found("Карта 4276 5500 1923 8464").size() <= 1);
    CHECK(found("СНИЛС 087-654-303 00") == Found{"the number of a pension insurance"});
    CHECK(found("паспорт 45 10 783264") == Found{"the number of a passport"});
}

TEST_CASE("digits in a row are somebody's, too, when their check digits say so or nothing else is said of them") {
    const Found phone = {"the mobile number of a person"}, card = {"the number of a bank card"}, passport = {"the number of a passport"};
    for (const char* text : {"+79163825741", "Звоните: 89163825741", "89163825741", "Телефон мастера – 8(916)3825741"}) {
        INFO(text);
        CHECK(found(text) == phone);
    }
    for (const char* text : {"паспорт серии 45 09 № 783264", "Паспорт: серия 4509 номер 783264", "passport 45 09 No. 783264"}) {
        INFO(text);
        CHECK(found(text) == passport);
    }
    CHECK(found("СНИЛС клиента: 08765430300") == Found{"the number of a pension insurance"});
    CHECK(found("СНИЛС клиента: 08765430301") == Found{});
    CHECK(found("Оплата с карты 4276550019238461") == card);
    CHECK(found("4276550019238461") == card);
    CHECK(found("4276550019238468") == Found{});
    for (const char* text : {"+79161234567", "заказ 89163825741", "order number 4276550019238461", "паспорт серии 45 09 № 123456", "серия 45 09 № 783264"}) {
        INFO(text);
        CHECK(found(text) == Found{});
    }
}

TEST_CASE("examples, offices and other numbers are nobody's") {
    for (const char* text : {"ivan@example.com", "support@gmail.com", "your.name@gmail.com", "ivan.petrov@mail.ru", "8 800 555-35-35", "+7 495 123-45-67", "+7 (999) 123-45-67",
                             "+7 900 000-00-00", "4111 1111 1111 1111", "1234 5678 9012 3456", "СНИЛС 112-233-445 95", "ИНН 7707083893", "заказ 8916382574", "паспорт 1234 567890",
                             "KB5034441", "2026-05-31 10:20:30", "10.0.19041.1288", "12 500 000 000", "AB79163825741", "id=79163825741", "ISBN 978-5-699-12014-7"}) {
        INFO(text);
        CHECK(found(text) == Found{});
    }
}

TEST_CASE("what kb.yaml names is the site's own") {
    const OwnContacts own = read_own_contacts("links:\n  - url: mailto:Shop.Marina@gmail.com\n  - url: tel:+79163825741\n");
    CHECK(found("shop.marina@gmail.com, +7 916 382-57-41", own) == Found{});
}

}  // namespace kb
