#include <map>
#include <string>

#include <catch2/catch.hpp>

#include "kb/base/utf8.h"
#include "kb/text/slips.h"
#include "kb/text/transliteration.h"
#include "tests/world/dictionaries.h"

namespace kb {

namespace {

std::map<std::string, double> near(std::string_view typed, int most_slips = 1) {
    static const auto dictionaries = test::dictionaries();
    const RussianForms forms = dictionaries->russian.all_forms();
    const std::u16string letters = to_utf16(typed);
    std::map<std::string, double> found;
    NearWords(forms, letters, most_slips, 3).each([&](std::u16string_view word, double cost, auto) {
        const auto [known, is_new] = found.emplace(to_utf8(word), cost);
        if (!is_new) known->second = std::min(known->second, cost);
    });
    return found;
}

std::map<std::string, double> spelled(std::string_view typed) {
    static const auto dictionaries = test::dictionaries();
    const RussianForms forms = dictionaries->russian.all_forms();
    const std::u16string letters = to_utf16(typed);
    std::map<std::string, double> found;
    Transliterated(forms, letters).each([&](std::u16string_view word, double cost, auto) { found.emplace(to_utf8(word), cost); });
    return found;
}

}  // namespace

TEST_CASE("every single slip leads back to the word") {
    for (const char* slip : {"парль", "пароольь", "праоль", "пороль", "паррль", "пвроль"}) {
        INFO(slip);
        CHECK(near(slip, slip == std::string("пароольь") ? 2 : 1).count("пароль") == 1);
    }
    CHECK(near("пароль").count("пароль") == 0);  // no slip at all
    CHECK(near("прль").count("пароль") == 0);
    CHECK(near("прль", 2).count("пароль") == 1);
}

TEST_CASE("slips that people make often cost less") {
    const auto cost = [](std::string_view slip) { return near(slip).at("доставка"); };
    CHECK(cost("доставкка") < cost("доставэка"));  // doubled; any letter
    CHECK(cost("доставуа") < cost("доставца"));    // a neighbouring key; any key
    CHECK(cost("даставка") < cost("дуставка"));    // as it sounds
    CHECK(cost("дотсавка") < cost("доставэка"));   // swapped
    CHECK(cost("жоставка") > cost("доставуа"));    // the first letter
}

TEST_CASE("a word with ё is near its slip, too, and is found with е") {
    CHECK(near("закрепленый").count("закрепленный") == 1);
    CHECK(near("счотчик").count("счетчик") == 1);
}

TEST_CASE("Russian in Latin letters is read in every scheme") {
    for (const auto& [latin, russian] : {std::pair("podtverzhdenie", "подтверждение"), std::pair("vykhod", "выход"), std::pair("vyhod", "выход"),
                                         std::pair("shchetka", "щетка"), std::pair("schetka", "щетка"), std::pair("podpis4ik", "подписчик"),
                                         std::pair("zaryadka", "зарядка"), std::pair("zariadka", "зарядка"), std::pair("zarjadka", "зарядка"),
                                         std::pair("otpravit'", "отправить"), std::pair("otpravit", "отправить"), std::pair("rezultat", "результат"),
                                         std::pair("novyj", "новый"), std::pair("noviy", "новый"), std::pair("novyy", "новый"),
                                         std::pair("obyavlenie", "объявление"), std::pair("juzer", "юзер"), std::pair("tsena", "цена"), std::pair("cena", "цена")}) {
        INFO(latin);
        CHECK(spelled(latin).count(russian) == 1);
    }
    CHECK(spelled("password").empty());
}

TEST_CASE("what no dictionary has is spelt by the commonest scheme") {
    CHECK(spell_in_russian(u"vostanovit") == u"востановит");
    CHECK(spell_in_russian(u"yashchik 5") == u"ящик 5");
}

}  // namespace kb
