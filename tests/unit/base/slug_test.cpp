#include <catch2/catch.hpp>

#include "kb/base/slug.h"

namespace kb {

TEST_CASE("Russian is transliterated as readers expect") {
    CHECK(slugify("Как вернуть деньги") == "kak-vernut-dengi");
    CHECK(slugify("Ёлка, съёмка и объявление") == "elka-semka-i-obyavlenie");
    CHECK(slugify("Жёсткий щит: цена & чай") == "zhestkiy-shchit-tsena-chay");
    CHECK(slugify("ХОРОШО ЭЮЯ") == "khorosho-eyuya");
}

TEST_CASE("whatever is no letter or digit becomes one hyphen, and none stands at the ends") {
    CHECK(slugify("  How to pay?!  ") == "how-to-pay");
    CHECK(slugify("a -- b__c/d.e") == "a-b-c-d-e");
    CHECK(slugify("24/7") == "24-7");
    CHECK(slugify("don't, don’t") == "dont-dont");
}

TEST_CASE("other scripts become Latin letters") {
    CHECK(slugify("Café Ünïcode") == "cafe-unicode");
    CHECK(slugify("Ελληνικά") == "ellenika");
    CHECK_FALSE(slugify("日本").empty());
    CHECK(slugify("日本").find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos);
}

TEST_CASE("nothing is left of signs, emoji and broken bytes") {
    CHECK(slugify("").empty());
    CHECK(slugify("!?…").empty());
    CHECK(slugify("🙂").empty());
    CHECK(slugify("\xFF\xFE").empty());
    CHECK(slugify("a\xFFz") == "az");
}

}  // namespace kb
