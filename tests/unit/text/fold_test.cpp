#include <catch2/catch.hpp>

#include "kb/base/utf8.h"
#include "kb/text/fold.h"

namespace kb {

TEST_CASE("case does not matter, in any script") {
    CHECK(fold("PayPal") == "paypal");
    CHECK(fold("ОПЛАТА") == "оплата");
    CHECK(fold("Straße") == fold("STRASSE"));
    CHECK(fold("ΣΊΣΥΦΟΣ") == fold("σίσυφος"));
}

TEST_CASE("ё is е, also when it is written as two characters") {
    CHECK(fold("платёж") == "платеж");
    CHECK(fold("ЁЛКА") == "елка");
    CHECK(fold("плате\u0308ж") == "платеж");
}

TEST_CASE("й stays itself, also when it is written as two characters") {
    CHECK(fold("Йод") == "йод");
    CHECK(fold("и\u0306од") == "йод");
    CHECK(fold("мой") != fold("мои"));
}

TEST_CASE("letters of other Cyrillic alphabets stay letters of their own") {
    CHECK(fold("Їжак") == "їжак");
    CHECK(fold("Ґанок") == "ґанок");
    CHECK(fold("Ўзбек") == "ўзбек");
    CHECK(fold("Қазақ") == "қазақ");
    CHECK(fold("і\u0308жак") == "їжак");
}

TEST_CASE("stress marks go") {
    CHECK(fold("за\u0301мок") == "замок");
    CHECK(fold("замо\u0301к") == "замок");
}

TEST_CASE("Latin letters lose their accents") {
    CHECK(fold("café") == "cafe");
    CHECK(fold("cafe\u0301") == "cafe");
    CHECK(fold("Ünïcödé") == "unicode");
    CHECK(fold("Ångström") == "angstrom");
    CHECK(fold("İstanbul") == "istanbul");
}

TEST_CASE("compatible forms are one") {
    CHECK(fold("ｆｕｌｌ") == "full");
    CHECK(fold("ﬁne") == "fine");
    CHECK(fold("№") == "no");
    CHECK(fold("x²") == "x2");
}

TEST_CASE("apostrophes of every shape are dropped") {
    CHECK(fold("don't") == "dont");
    CHECK(fold("don’t") == "dont");
    CHECK(fold("donʼt") == "dont");
}

TEST_CASE("folding what is folded changes nothing, and leaves UTF-8") {
    for (const std::string text : {"Платёж", "café", "Straße", "ΣΊΣΥΦΟΣ", "ｆｕｌｌ", "中文", "İ", "🙂", "x²ёЙ", "и\u0306\u0301"}) {
        CHECK(fold(fold(text)) == fold(text));
        CHECK_FALSE(find_invalid_utf8(fold(text)));
    }
    CHECK(fold("").empty());
}

TEST_CASE("the short way for Russian and ASCII agrees with the long way") {
    for (char32_t letter = 0x0400; letter <= 0x047F; ++letter) {
        const char raw[] = {static_cast<char>(0xC0 | (letter >> 6)), static_cast<char>(0x80 | (letter & 0x3F))};
        const std::string text(raw, 2);
        // U+4E2D is folded the long way and stays what it is.
        CHECK(fold(text) + "中" == fold(text + "中"));
    }
}

TEST_CASE("spellings that people mix up become one") {
    CHECK(fold_spelling("кэшбэк") == "кешбек");
    CHECK(fold_spelling("аккаунт") == "акаунт");
    CHECK(fold_spelling("cancelled") == "canceled");
    CHECK(fold_spelling("эхо") == "эхо");  // the first letter stays
    CHECK(fold_spelling("зоопарк") == "зоопарк");
    CHECK(fold_spelling("need") == "need");
    CHECK(fold_spelling("1100") == "1100");
    for (const char* word : {"", "я", "слово", "word", "їжак", "中文", "ссср"}) CHECK_FALSE(find_invalid_utf8(fold_spelling(word)));
    CHECK(fold_spelling("слово") == "слово");
}

TEST_CASE("long runs of a letter are cut, short ones stay") {
    CHECK(cut_runs("спасибоооо", 1) == "спасибо");
    CHECK(cut_runs("goooood", 2) == "good");
    CHECK(cut_runs("аккаунт", 1) == "аккаунт");
    CHECK(cut_runs("", 1).empty());
    CHECK(cut_runs("ааа", 1) == "а");
}

}  // namespace kb
