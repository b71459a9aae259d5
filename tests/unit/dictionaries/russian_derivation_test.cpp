#include <algorithm>

#include <catch2/catch.hpp>

#include "dictionaries/russian_derivation.h"
#include "kb/base/files.h"
#include "tests/world/must.h"

namespace kb {

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;
using Rules = std::vector<DerivationRule>;

constexpr std::string_view classes =
    "class\tperf\tINFN perf\nclass\timpf\tINFN impf\nclass\tverb\tINFN\nclass\tmasc\tNOUN inan masc -Geox\n"
    "class\tfemn\tNOUN inan femn\nprefix\tпо за пере\n";

RussianLemma perf(std::string word) {
    return {std::move(word), "INFN,perf,tran"};
}
RussianLemma impf(std::string word) {
    return {std::move(word), "INFN,impf,tran"};
}
RussianLemma noun(std::string word, std::string_view gender = "femn") {
    return {std::move(word), "NOUN,inan," + std::string(gender) + " sing,nomn"};
}
RussianLemma adjective(std::string word) {
    return {std::move(word), "ADJF,Qual masc,sing,nomn"};
}

Rules rules(std::string_view lines) {
    return test::must(parse_derivation_rules("rules.tsv", std::string(classes) + std::string(lines)));
}

Error error_of(std::string_view text) {
    const Result<Rules> parsed = parse_derivation_rules("rules.tsv", text);
    if (parsed) FAIL("this should have failed");
    return parsed.error();
}

// The rules that the dictionaries are made by.
const Rules& our_rules() {
    static const Rules ours = [] {
        const std::string path = OTVET_SOURCES "/dictionaries/russian_derivation_rules.tsv";
        return test::must(parse_derivation_rules(path, test::must(read_file(path, 1 << 20))));
    }();
    return ours;
}

bool ours_pair(const RussianLemma& one, const RussianLemma& other) {
    return derive({one, other}, our_rules()) == Pairs{{one.word, other.word}};
}

}  // namespace

TEST_CASE("a rule pairs words of its classes that differ by its endings") {
    const Rules one = rules("pair\tperf\tить\timpf\tать\t2\n");
    CHECK(derive({perf("решить"), impf("решать")}, one) == Pairs{{"решить", "решать"}});
    CHECK(derive({impf("решить"), impf("решать")}, one).empty());
    CHECK(derive({perf("решить"), noun("решать")}, one).empty());
    CHECK(derive({perf("бить"), impf("бать")}, one).empty());
    CHECK(derive({perf("решить")}, one).empty());
}

TEST_CASE("pairs are sorted, once each, and written as the lemmas are") {
    const Rules twice = rules("pair\tperf\tкнуть\timpf\tкивать\t2\npair\tperf\tнуть\timpf\tивать\t3\n");
    const Pairs expected = {{"зачеркнуть", "зачёркивать"}, {"подчеркнуть", "подчёркивать"}};
    CHECK(derive({perf("подчеркнуть"), impf("подчёркивать"), perf("зачеркнуть"), impf("зачёркивать")}, twice) ==
          expected);
}

TEST_CASE("a reflexive verb pairs with a reflexive one, and with the noun of the plain one") {
    const Rules two = rules("pair\tperf\tить\timpf\tать\t2\npair\tverb\tить\tfemn\tа\t2\n");
    CHECK(derive({perf("решиться"), impf("решаться"), impf("решать")}, two) == Pairs{{"решиться", "решаться"}});
    CHECK(derive({perf("защититься"), noun("защита")}, two) == Pairs{{"защититься", "защита"}});
}

TEST_CASE("the guards of a rule hold") {
    SECTION("on the letter before the ending") {
        const Rules after = rules("pair\tperf\tить\timpf\tать\t2\tafter=шч\n");
        CHECK(derive({perf("решить"), impf("решать")}, after).size() == 1);
        CHECK(derive({perf("купить"), impf("купать")}, after).empty());
        const Rules not_after = rules("pair\tperf\tить\timpf\tать\t2\tnot-after=п\n");
        CHECK(derive({perf("решить"), impf("решать")}, not_after).size() == 1);
        CHECK(derive({perf("купить"), impf("купать")}, not_after).empty());
    }
    SECTION("on the change of о to а") {
        const Rules changed = rules("pair\tperf\tать\timpf\tывать\t2\tо/а\n");
        CHECK(derive({perf("заработать"), impf("зарабатывать")}, changed).size() == 1);
        CHECK(derive({perf("показать"), impf("показывать")}, changed).size() == 1);
        CHECK(derive({perf("собрать"), impf("сабрывать")}, changed).size() == 1);
        CHECK(derive({perf("поведать"), impf("паведывать")}, changed).empty());
    }
    SECTION("on a root that the ending holds") {
        const Rules root = rules("pair\tperf\tвести\timpf\tводить\t1\tprefix\n");
        CHECK(derive({perf("перевести"), impf("переводить")}, root).size() == 1);
        CHECK(derive({perf("поперевести"), impf("попереводить")}, root).size() == 1);
        CHECK(derive({perf("вести"), impf("водить")}, root).empty());
        CHECK(derive({perf("кувести"), impf("куводить")}, root).empty());
    }
    SECTION("on a prefix and the length of what follows") {
        const Rules prefixed = rules("pair\tverb\tать\tmasc\t-\t3\tprefixed=3\n");
        CHECK(derive({perf("показать"), noun("показ", "masc")}, prefixed).size() == 1);
        CHECK(derive({perf("полать"), noun("пол", "masc")}, prefixed).empty());
        CHECK(derive({impf("глазать"), noun("глаз", "masc")}, prefixed).empty());
        CHECK(derive({perf("показать"), {"показ", "NOUN,inan,masc,Geox sing,nomn"}}, prefixed).empty());
    }
}

TEST_CASE("named words and roots make no pair") {
    const Rules named = rules(
        "pair\tperf\tать\timpf\tивать\t2\npair\tverb\tать\tfemn\tка\t3\n"
        "not-root\tжать\tживать\nnot\t*\tсказка\nnot\tскачать\tскачка гонка\n");
    CHECK(derive({perf("зажать"), impf("заживать")}, named).empty());
    CHECK(derive({perf("держать"), impf("держивать")}, named).size() == 1);
    CHECK(derive({perf("сказать"), noun("сказка")}, named).empty());
    CHECK(derive({perf("скачать"), impf("скакать"), noun("скачка")}, named).empty());
}

TEST_CASE("a malformed rule is refused with its line and what to write instead") {
    const auto line_after_classes = static_cast<int>(std::count(classes.begin(), classes.end(), '\n')) + 1;
    const auto refused = [&](std::string_view line) {
        const Error error = error_of(std::string(classes) + std::string(line));
        CHECK(error.code == ErrorCode::invalid_content);
        CHECK(error.at == Location{"rules.tsv", line_after_classes});
        CHECK_FALSE(error.hint.empty());
        return error.what;
    };
    CHECK_THAT(refused("pare\tperf\n"), Catch::Contains("'pare'"));
    CHECK_THAT(refused("pair\tperf\tить\timpf\tать\n"), Catch::Contains("5 columns"));
    CHECK_THAT(refused("pair\tdone\tить\timpf\tать\t2\n"), Catch::Contains("'done'"));
    CHECK_THAT(refused("pair\tperf\tить\timpf\tать\ttwo\n"), Catch::Contains("'two'"));
    CHECK_THAT(refused("pair\tperf\tить\timpf\tать\t2\tbefore=а\n"), Catch::Contains("'before=а'"));
    CHECK_THAT(refused("pair\tperf\tить\timpf\tать\t2\tafter=\n"), Catch::Contains("'after='"));
    CHECK_THAT(refused("class\tanything\t-Geox\n"), Catch::Contains("any word"));
    CHECK_THAT(refused("not\tсказка\n"), Catch::Contains("2 columns"));
    CHECK_THAT(refused("not-root\tжать\n"), Catch::Contains("2 columns"));
}

TEST_CASE("our rules pair the aspects of a verb") {
    CHECK(ours_pair(perf("решить"), impf("решать")));
    CHECK(ours_pair(perf("оплатить"), impf("оплачивать")));
    CHECK(ours_pair(perf("возвратить"), impf("возвращать")));
    CHECK(ours_pair(perf("подтвердить"), impf("подтверждать")));
    CHECK(ours_pair(perf("отправить"), impf("отправлять")));
    CHECK(ours_pair(perf("восстановить"), impf("восстанавливать")));
    CHECK(ours_pair(perf("заработать"), impf("зарабатывать")));
    CHECK(ours_pair(perf("подключиться"), impf("подключаться")));
    CHECK(ours_pair(perf("войти"), impf("входить")));
    CHECK(ours_pair(perf("перевести"), impf("переводить")));
    CHECK(ours_pair(perf("выбрать"), impf("выбирать")));
    CHECK(ours_pair(perf("подчеркнуть"), impf("подчёркивать")));
    CHECK(ours_pair(perf("принять"), impf("принимать")));
}

TEST_CASE("our rules pair a verb and the noun of its action, an adjective and its quality") {
    CHECK(ours_pair(perf("оплатить"), noun("оплата")));
    CHECK(ours_pair(perf("возвратить"), noun("возврат", "masc")));
    CHECK(ours_pair(perf("подтвердить"), noun("подтверждение", "neut")));
    CHECK(ours_pair(impf("оформлять"), noun("оформление", "neut")));
    CHECK(ours_pair(impf("оплачивать"), noun("оплата")));
    CHECK(ours_pair(perf("оформить"), noun("оформление", "neut")));
    CHECK(ours_pair(perf("проверить"), noun("проверка")));
    CHECK(ours_pair(perf("настроить"), noun("настройка")));
    CHECK(ours_pair(impf("авторизоваться"), noun("авторизация")));
    CHECK(ours_pair(impf("блокировать"), noun("блокировка")));
    CHECK(ours_pair(perf("переслать"), noun("пересылка")));
    CHECK(ours_pair(perf("перевести"), noun("перевод", "masc")));
    CHECK(ours_pair(perf("выдать"), noun("выдача")));
    CHECK(ours_pair(perf("учесть"), noun("учёт", "masc")));
    CHECK(ours_pair(adjective("доступный"), noun("доступность")));
}

TEST_CASE("our rules do not pair words that only look alike") {
    CHECK_FALSE(ours_pair(perf("купить"), impf("купать")));
    CHECK_FALSE(ours_pair(perf("вышить"), noun("вышка")));
    CHECK_FALSE(ours_pair(impf("намазываться"), noun("намаз", "masc")));
    CHECK_FALSE(ours_pair(perf("заметить"), impf("замещать")));
    CHECK_FALSE(ours_pair(perf("дожать"), impf("доживать")));
    CHECK_FALSE(ours_pair(perf("отложить"), impf("отлаживать")));
    CHECK_FALSE(ours_pair(perf("закатить"), impf("закачивать")));
    CHECK_FALSE(ours_pair(impf("доставать"), noun("доставка")));
    CHECK_FALSE(ours_pair(perf("сказать"), noun("сказка")));
    CHECK_FALSE(ours_pair(perf("опечатать"), noun("опечатка")));
    CHECK_FALSE(ours_pair(perf("удалить"), noun("удаль")));
    CHECK_FALSE(ours_pair(impf("конвертировать"), noun("конверт", "masc")));
    CHECK_FALSE(ours_pair(perf("приложить"), noun("приложение", "neut")));
    CHECK_FALSE(ours_pair(adjective("новый"), noun("новость")));
    CHECK_FALSE(ours_pair(adjective("личный"), noun("личность")));
}

}  // namespace kb
