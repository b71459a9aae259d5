#include <random>
#include <set>

#include <catch2/catch.hpp>

#include "kb/base/utf8.h"
#include "kb/text/token.h"

namespace kb {

using Words = std::vector<std::string>;

namespace {

// The folded tokens; compounds as a whole in brackets.
Words words(std::string_view text) {
    Words found;
    for (const Token& token : tokenize(text)) found.push_back(token.is_whole ? "[" + token.folded + "]" : token.folded);
    return found;
}

Words sources(std::string_view text) {
    Words found;
    for (const Token& token : tokenize(text)) found.emplace_back(text.substr(token.begin, token.end - token.begin));
    return found;
}

// What finds one text by the other: the tokens both have, sorted, with a space between.
std::string shared(std::string_view one, std::string_view other) {
    std::set<std::string> forms, both;
    for (const Token& token : tokenize(one)) forms.insert(token.folded);
    for (const Token& token : tokenize(other)) {
        if (forms.contains(token.folded)) both.insert(token.folded);
    }
    std::string list;
    for (const std::string& form : both) list += (list.empty() ? "" : " ") + form;
    return list;
}

// As the text has it, wholes in brackets: "[Wi-Fi] Wi Fi".
std::string marked_sources(std::string_view text) {
    std::string list;
    for (const Token& token : tokenize(text)) {
        const std::string source(text.substr(token.begin, token.end - token.begin));
        list += (list.empty() ? "" : " ") + (token.is_whole ? "[" + source + "]" : source);
    }
    return list;
}

Script script(std::string_view word) {
    const auto tokens = tokenize(word);
    REQUIRE(tokens.size() == 1);
    return tokens[0].script;
}

}  // namespace

TEST_CASE("words are runs of letters and digits, and remember where they stood") {
    CHECK(words("Как вернуть деньги?") == Words{"как", "вернуть", "деньги"});
    CHECK(sources("«Как», вернуть\nДеньги!") == Words{"Как", "вернуть", "Деньги"});
    CHECK(words("").empty());
    CHECK(words(" \n\t.,!?—… 🙂").empty());
    const auto tokens = tokenize("ё платёж");
    REQUIRE(tokens.size() == 2);
    CHECK(tokens[1].begin == 3);
    CHECK(tokens[1].end == 15);
}

TEST_CASE("a compound is one token as a whole and one for each part") {
    CHECK(words("wi-fi") == Words{"[wifi]", "wi", "fi"});
    CHECK(words("e‑mail") == Words{"[email]", "e", "mail"});
    CHECK(words("24/7") == Words{"[24/7]", "24", "7"});
    CHECK(words("user@example.com") == Words{"[user@example.com]", "user", "example", "com"});
    CHECK(words("http_error.log") == Words{"[http_error.log]", "http", "error", "log"});
    CHECK(words("v1.2.3") == Words{"[1.2.3]", "v1", "2", "3"});
    CHECK(words("R&D") == Words{"[r&d]", "r", "d"});
    CHECK(words("3,5 и 10:30") == Words{"[3.5]", "3", "5", "и", "[10:30]", "10", "30"});
    CHECK(words("www.ru") == Words{"[www.ru]", "www", "ru"});
    CHECK(sources("по Wi-Fi!") == Words{"по", "Wi-Fi", "Wi", "Fi"});
}

TEST_CASE("punctuation between sentences and clauses joins nothing") {
    CHECK(words("one, two: three") == Words{"one", "two", "three"});
    CHECK(words("a,b") == Words{"a", "b"});
    CHECK(words("end. Next - word") == Words{"end", "next", "word"});
    CHECK(words("-dash- dot. /slash/") == Words{"dash", "dot", "slash"});
    CHECK(words("a--b") == Words{"a", "b"});
}

TEST_CASE("the possessive goes, whatever its apostrophe and case") {
    CHECK(words("customer's customer’s CUSTOMER'S") == Words{"customer", "customer", "customer"});
    CHECK(words("don't o'clock") == Words{"dont", "oclock"});
    CHECK(words("users' 'quoted'") == Words{"users", "quoted"});
    CHECK(words("об'єкт") == Words{"обєкт"});
    CHECK(sources("customer's bag") == Words{"customer's", "bag"});
    CHECK(words("'s") == Words{"s"});
}

TEST_CASE("what cannot be seen inside a word does not split it") {
    CHECK(words("опла\u00ADта") == Words{"оплата"});
    CHECK(words("pay\u200Bment") == Words{"payment"});
    CHECK(words("word\u00AD next") == Words{"word", "next"});
    CHECK(words("123\u0301 a-\u0301") == Words{"123", "a"});
    CHECK(words("iPho\u00ADne\u200B15") == Words{"[iphone15]", "iphone", "15"});
}

TEST_CASE("ideographs are words of one letter each") {
    CHECK(words("中文") == Words{"中", "文"});
    CHECK(words("ab中cd") == Words{"ab", "中", "cd"});
}

TEST_CASE("scripts are told apart, and mixtures are neither") {
    CHECK(script("оплата") == Script::russian);
    CHECK(script("payment") == Script::latin);
    CHECK(script("Café") == Script::latin);
    CHECK(script("42") == Script::number);
    CHECK(script("їжак") == Script::other);  // Ukrainian
    CHECK(script("қазақ") == Script::other);
    CHECK(script("оплaтa") == Script::other);  // with Latin a
    CHECK(script("2fa") == Script::other);
    CHECK(script("中") == Script::other);
}

struct Spellings {
    std::string_view written, typed, shared;
};

TEST_CASE("the spellings of one thing meet, and those of others do not") {
    const Spellings all[] = {
        // Hyphens
        {"Wi-Fi", "wifi", "wifi"},
        {"Wi-Fi", "wi fi", "fi wi"},
        {"e‑mail", "Email", "email"},
        {"Веб-сайт", "вебсайт", "вебсайт"},
        {"интернет-магазин", "интернет магазин", "интернет магазин"},
        {"wi-fi's", "wifi", "wifi"},
        {"24/7", "24/7", "24 24/7 7"},
        {"24/7", "247", ""},
        {"10-15", "1015", ""},
        {"10-15", "10 15", "10 15"},
        {"100-200", "100200", ""},
        {"2026-02-01", "20260201", "20260201"},
        // Amounts: a space, a no-break space, a narrow one, a thin one
        {"1 990 ₽", "1990 руб.", "1990"},
        {"1\u00A0990\u00A0₽", "1990", "1990"},
        {"1\u202F990 ₽", "1990", "1990"},
        {"1\u2009990 ₽", "1990", "1990"},
        {"1,990", "1 990", "1 1990 990"},
        {"1990₽", "1 990", "1990"},
        {"1 990р", "1990", "1990"},
        {"1 990,50", "1990.50", "1990 1990.50 50"},
        {"1 990.50", "1990", "1990"},
        {"1,990.50", "1990,50", "1990 1990.50 50"},
        {"1.990,50", "1990.50", "1990 1990.50 50"},
        {"1.990,00", "1 990", "1 1990 990"},
        {"12 500", "12500", "12500"},
        {"1 234 567 ₽", "1234567", "1234567"},
        {"1 990-2 990 ₽", "2990", "2990"},
        {"1 990–2 990 ₽", "2990", "2990"},
        {"$19.99", "19,99 €", "19 19.99 99"},
        {"в 2023 100 рублей", "2023100", ""},
        {"в 2023 100 200", "100200", ""},
        {"1  990", "1990", ""},
        {"1\n990", "1990", ""},
        {"1 9900", "19900", ""},
        {"1 9900", "1990", ""},
        {"1 99", "199", ""},
        {"1 990,12345678901234567", "1990", ""},
        {"1,2,3", "1.2.3", "1 2 3"},
        {"1 990,50", "990,50", "50 990"},
        {"0 123", "0123", ""},
        {"1.990", "1990", ""},
        {"192.168.100.200", "192168100200", ""},
        {"12 504/503", "12504", ""},
        {"5 100.200.300", "5100", ""},
        {"1 234 567 890 123 456", "1234567890123456", ""},
        // Telephones
        {"+7 999 123-45-67", "89991234567", "79991234567 9991234567"},
        {"+7 999 123-45-67", "8 (999) 123-45-67", "123 1234567 45 67 79991234567 999 9991234567"},
        {"+7 999 123-45-67", "+79991234567", "79991234567 9991234567"},
        {"+7 999 123-45-67", "79991234567", "79991234567 9991234567"},
        {"+7 999 123-45-67", "9991234567", "9991234567"},
        {"+7 999 123-45-67", "1234567", "1234567"},
        {"+7 (999) 123-45-67", "8\u00A0999\u00A0123 45 67", "123 45 67 79991234567 999 9991234567"},
        {"+7(999)1234567", "8-999-123-45-67", "79991234567 999 9991234567"},
        {"8 (800) 555-35-35", "88005553535", "78005553535 8005553535"},
        {"8-800-555-35-35", "8 800 555 35 35", "35 555 78005553535 8 800 8005553535"},
        {"8.800.555.35.35", "88005553535", "78005553535 8005553535"},
        {"8800 555-35-35", "+78005553535", "78005553535 8005553535"},
        {"(495) 123-45-67", "+74951234567", "4951234567"},
        {"+1 (212) 555-0199", "12125550199", "12125550199"},
        {"+1 (212) 555-0199", "2125550199", ""},
        {"+44 20 7946 0958", "442079460958", "442079460958"},
        {"+375 29 123-45-67", "+375291234567", "375291234567"},
        {"8 999 123-45-67 и 8 999 123-45-68", "+79991234568", "79991234568 9991234568"},
        {"+7 999 123-45-67 15 дней", "89991234567", "79991234567 9991234567"},
        {"8 999 123-45-67 2 дня", "89991234567", "79991234567 9991234567"},
        {"8 999 123-45-678", "89991234567", ""},
        {"8-999-123-45-67-1", "89991234567", ""},
        {"8 999 123-45-67x", "89991234567", ""},
        {"8 123 456-78-90", "+71234567890", ""},
        {"89 991 234567", "89991234567", ""},
        {"999 123-45-67", "9991234567", ""},
        {"(495 123-45-67", "4951234567", ""},
        {"(12) 345 678 90 1", "1234567890", ""},
        {"+44 123 4567", "441234567", ""},
        // Numbers of orders, codes
        {"№ 12345", "#12345", "12345"},
        {"№12345", "12345", "12345"},
        {"INV-2024/001", "inv-2024/001", "001 2024 inv inv-2024/001"},
        {"INV-2024/001", "INV 2024 001", "001 2024 inv"},
        {"A-12345", "a12345", "12345 a a12345"},
        {"A-12345", "12345", "12345"},
        {"A12345", "12345", "12345"},
        {"А-12345", "A-12345", "12345"},
        {"KB5034441", "5034441", "5034441"},
        {"KB5034441", "KB 5034441", "5034441 kb"},
        {"0x80070005", "80070005", "80070005"},
        {"0x8007000E", "8007000e", "8007000e"},
        {"ERR_CONNECTION_REFUSED", "connection refused", "connection refused"},
        {"E-1042", "E1042", "1042 e e1042"},
        {"ошибка 504", "504", "504"},
        // Letters with digits
        {"iPhone15", "iPhone 15", "15 iphone"},
        {"iphone-15", "iPhone15", "15 iphone iphone15"},
        {"Windows 7", "windows7", "7 windows"},
        {"RTX3060Ti", "RTX 3060 Ti", "3060 rtx ti"},
        {"10 ГБ", "10гб", "10 гб"},
        {"Microsoft 365", "m365", "365"},
        {"i5-12400F", "i5 12400", "12400 i5"},
        {"2FA", "2 fa", ""},
        {"5G", "5 g", ""},
        {"A4", "a 4", ""},
        {"MP3", "mp 3", ""},
        {"x2", "2", ""},
        {"log4j", "log 4 j", ""},
        {"3f2504e0", "2504", ""},
        {"0x5", "5", ""},
        // Versions
        {"v2.0.1", "версия 2.0.1", "0 1 2.0.1"},
        {"v.2.0.1", "2.0.1", "0 1 2 2.0.1"},
        {"v7.4", "7.4", "4 7.4"},
        {"7.4", "7.4", "4 7 7.4"},
        {"2.0.1", "201", ""},
        {"vlan.2.0", "vlan2.0", "0 2 vlan"},
        {"vlan.2.0", "lan.2.0", "0 2"},
        {"v2/5", "2/5", "5"},
        // Files, mail, addresses
        {"report.xlsx", "Report.XLSX", "report report.xlsx xlsx"},
        {"report.xlsx", "xlsx", "xlsx"},
        {".htaccess", "файл .htaccess", ".htaccess htaccess"},
        {"C:\\Users\\name", "/Users/name", "name users"},
        {"/etc/hosts", "etc/hosts", "etc etc/hosts hosts"},
        {"User@Example.com", "<user@example.com>", "com example user user@example.com"},
        {"https://www.example.com/help/page?id=5#x", "example.com", "com example example.com"},
        {"https://www.example.com/help/page?id=5#x", "www.example.com", "com example example.com www"},
        {"https://www.example.com/help/page", "http://example.com/help/page/",
         "com example example.com example.com/help/page help page"},
        {"my-shop.example.com/help", "my-shop.example.com", "com example my my-shop.example.com shop"},
        {"1.5/2.5", "1.5", "1 5"},
        // Languages and products
        {"C++", "c++", "c c++"},
        {"C++", "C#", "c"},
        {"C++", "C", "c"},
        {"C++", "С++", "c++"},
        {"C#", "С#", "c#"},
        {"C/C++", "C++17", "c c++"},
        {"Notepad++", "notepad", "notepad"},
        {"page#5", "page#", "page"},
        {"C##", "C#", "c"},
        {"C+++", "C++", "c"},
        {"C++.", "C++", "c c++"},
        {".NET", ".net", ".net net"},
        {".NET", "net", "net"},
        {"ASP.NET", ".NET", "net"},
        {"...net", ".net", "net"},
        {"1С", "1C", "1c"},
        {"1С-Битрикс", "1C битрикс", "1c битрикс"},
        // Dates, times and the like
        {"01.02.2026", "01.02.2026", "01 01.02.2026 02 2026"},
        {"10:30", "10:30", "10 10:30 30"},
        {"50%", "50", "50"},
        {"1/2", "1/2", "1 1/2 2"},
    };
    for (const auto& [written, typed, expected] : all) {
        INFO(written << " | " << typed);
        CHECK(shared(written, typed) == expected);
        CHECK(shared(typed, written) == expected);
    }
}

TEST_CASE("wholes and their parts remember where they stood") {
    CHECK(marked_sources("iPhone15's box") == "[iPhone15's] iPhone 15's box");
    CHECK(marked_sources("KB5034441, 0x80070005") == "[KB5034441] KB 5034441 [0x80070005] 80070005");
    CHECK(marked_sources("+7 (999) 123-45-67!") ==
          "[7 (999) 123-45-67] [7 (999) 123-45-67] 7 999 [123-45-67] 123 45 67");
    CHECK(marked_sources("+79991234567") == "[79991234567] 79991234567");
    CHECK(marked_sources("1 990,50 ₽") == "[1 990,50] [1 990] 1 990 50");
    CHECK(marked_sources("https://www.example.com/help?") ==
          "https [www.example.com/help] [www.example.com] www example com help");
    CHECK(marked_sources("C/C++, .NET") == "[C/C] C [C++] C [.NET] NET");
    CHECK(marked_sources("i5-12400F") == "[i5-12400F] i5 [12400F] 12400 F");
    CHECK(marked_sources("+7-999-123-45-67") == "[7-999-123-45-67] [7-999-123-45-67] 7 999 123 45 67");
}

TEST_CASE("the scripts of wholes and of their parts") {
    const auto scripts = [](std::string_view text) {
        std::vector<Script> found;
        for (const Token& token : tokenize(text)) found.push_back(token.script);
        return found;
    };
    using enum Script;
    CHECK(scripts("wi-fi") == std::vector{latin, latin, latin});
    CHECK(scripts("веб-сайт") == std::vector{russian, russian, russian});
    CHECK(scripts("user@example.com") == std::vector{other, latin, latin, latin});
    CHECK(scripts("оплата24") == std::vector{other, russian, number});
    CHECK(scripts("1 990") == std::vector{number, number, number});
    CHECK(scripts("0x8007000e") == std::vector{other, other});
    CHECK(scripts("customer's") == std::vector{latin});
    CHECK(scripts("90's") == std::vector{number});
}

TEST_CASE("very long words are cut between characters") {
    const auto ascii = tokenize(std::string(100'000, 'a'));
    REQUIRE(ascii.size() == 1);
    CHECK(ascii[0].folded.size() == 64);
    CHECK(ascii[0].end == 100'000);
    std::string russian = "x";
    for (int i = 0; i < 100; ++i) russian += "ы";
    const auto cut = tokenize(russian);
    REQUIRE(cut.size() == 1);
    CHECK(cut[0].folded.size() <= 64);
    CHECK_FALSE(find_invalid_utf8(cut[0].folded));
}

TEST_CASE("a chain of parts without end becomes compounds of some parts") {
    std::string chain = "a";
    for (int i = 0; i < 1000; ++i) chain += "-a";
    std::size_t parts = 0;
    for (const Token& token : tokenize(chain)) parts += token.is_whole ? 0 : 1;
    CHECK(parts == 1001);
    CHECK(tokenize(std::string(100, 'a') + "." + std::string(100, 'b')).size() == 2);  // too long to be a whole
}

TEST_CASE("whatever the text, tokens are in order, within it, in UTF-8 and never empty") {
    const Words pieces = {"a", "Z", "ё", "Й", "'", "’", "-", ".", "@", "/", ",", ":", "5", " ", "\n", "\u0301", "\u0308", "\u00AD",
                          "\u200D", "中", "🙂", "ß", "İ", "ﬁ", "²", "ﷺ", "\u0483", "ʼ", "'s", "’S", "_", "+", "&", "\uFEFF", "ん",
                          "8", "999", "1", "0x", "(", ")", "#", "++", "www.", "v", "KB", "\u00A0", "\u2009"};
    std::mt19937 random(7);
    for (int round = 0; round < 50000; ++round) {
        std::string text;
        for (std::size_t length = random() % 18; length > 0; --length) text += pieces[random() % pieces.size()];
        INFO(text);
        std::size_t last_begin = 0, end_of_part = 0;
        std::size_t end_of_whole = text.size();  // of the shortest whole whose first part is still to come
        bool good = true, part_follows = true;
        for (const Token& token : tokenize(text)) {
            good = good && token.begin >= last_begin && token.begin < token.end && token.end <= text.size();
            good = good && !find_invalid_utf8(std::string_view(text).substr(token.begin, token.end - token.begin));
            good = good && !token.folded.empty() && !find_invalid_utf8(token.folded) && token.folded.size() <= 64;
            last_begin = token.begin;
            part_follows = !token.is_whole;
            if (token.is_whole) {
                end_of_whole = std::min(end_of_whole, token.end);
                continue;
            }
            good = good && token.begin >= end_of_part && token.begin < end_of_whole;
            end_of_part = token.end;
            end_of_whole = text.size();
        }
        REQUIRE(good);
        REQUIRE(part_follows);
    }
}

}  // namespace kb
