#include <catch2/catch.hpp>

#include "kb/base/utf8.h"
#include "kb/index/article_record.h"
#include "kb/search/passage.h"
#include "tests/world/dictionaries.h"
#include "tests/world/must.h"

namespace kb {

using test::must;

namespace {

// An article of sections, stored and read again.
class StoredPage {
public:
    explicit StoredPage(std::vector<Section> sections, std::string description = {}) {
        Article article;
        article.sections = std::move(sections);
        article.description = std::move(description);
        const Analyzer analyzer = test::analyzer();
        WordCache cache(analyzer);
        record_ = encode_article(article, analyze(article, cache));
    }
    explicit StoredPage(std::string text) : StoredPage(std::vector<Section>{{"", "", 0, std::move(text)}}) {}

    Passage find(std::string_view query) const {
        WantedWords wanted;
        const Query read = read_query(query, test::analyzer());
        for (std::uint32_t i = 0; i < read.words.size(); ++i) wanted.add(i, read.words[i], 1, true);
        return find_passage(must(decode_article(record_)), wanted);
    }
    // What matches stands in brackets.
    std::string shown(std::string_view query) const {
        std::string text;
        for (const Fragment& fragment : find(query).fragments) text += fragment.match ? "[" + fragment.text + "]" : fragment.text;
        return text;
    }

private:
    std::string record_;
};

std::string words(std::string_view word, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += std::string(word) + " ";
    return text;
}

}  // namespace

TEST_CASE("an inflected word is highlighted whole") {
    CHECK(StoredPage("Возвраты платежей идут три дня.").shown("возврат платёж") == "[Возвраты] [платежей] идут три дня.");
    CHECK(StoredPage("Two payments arrived.").shown("payment") == "Two [payments] arrived.");
    CHECK(StoredPage("Подключите Wi-Fi дома.").shown("wi-fi") == "Подключите [Wi-Fi] дома.");
}

TEST_CASE("a match at the very beginning and at the very end is shown") {
    CHECK(StoredPage("деньги").shown("деньги") == "[деньги]");
    const std::string end = StoredPage(words("слово", 100) + "деньги").shown("деньги");
    CHECK(end.starts_with("… "));
    CHECK(end.ends_with("[деньги]"));
    const std::string begin = StoredPage("деньги " + words("слово", 100)).shown("деньги");
    CHECK(begin.starts_with("[деньги]"));
    CHECK(begin.ends_with(" …"));
}

TEST_CASE("lines become one line") {
    CHECK(StoredPage("раз деньги\nдва").shown("деньги") == "раз [деньги] два");
}

TEST_CASE("a passage begins with its line or its sentence when that is near") {
    CHECK(StoredPage("раз\nэто деньги\nдва").shown("деньги") == "… это [деньги] два");
    const std::string text = words("слово", 60) + ". Здесь деньги лежат. " + words("слово", 60);
    CHECK(StoredPage(text).shown("деньги").starts_with("… Здесь [деньги] лежат."));
}

TEST_CASE("of far matches the denser run is shown") {
    const std::string text = "карта " + words("слово", 100) + "карта деньги " + words("слово", 100) + "деньги";
    CHECK(StoredPage(text).shown("карта деньги").find("[карта] [деньги]") != std::string::npos);
}

TEST_CASE("the section that answers is chosen, by its text or its heading") {
    const StoredPage page({{"", "", 0, "Общие слова."}, {"pay", "Оплата", 2, "Картой или наличными."}, {"back", "Возврат", 2, "Деньги вернём на карту."}});
    CHECK(page.find("деньги карта").section == 2);
    CHECK(page.find("наличными").section == 1);
    CHECK(page.find("оплата").section == 1);
    CHECK(page.shown("оплата") == "Картой или наличными.");
    CHECK(page.find("ничего").section == 0);
}

TEST_CASE("without a match the description is shown, or the beginning") {
    const std::vector<Section> sections = {{"", "", 0, "Начало статьи."}, {"b", "Дальше", 2, "Конец."}};
    CHECK(StoredPage(sections, "Коротко о главном.").shown("нет") == "Коротко о главном.");
    CHECK(StoredPage(sections).shown("нет") == "Начало статьи.");
    CHECK(StoredPage({{"", "", 0, ""}, {"b", "Дальше", 2, "Конец."}}).shown("нет") == "Конец.");
}

TEST_CASE("an empty article has no passage") {
    CHECK(StoredPage(std::vector<Section>{}).find("деньги").fragments.empty());
    CHECK(StoredPage("").find("деньги").fragments.empty());
    CHECK(StoredPage(std::vector<Section>{}, "Описание").shown("деньги") == "Описание");
}

TEST_CASE("a heading without text below it leads to its section") {
    const StoredPage page({{"", "", 0, "Начало."}, {"back", "Возврат денег", 2, ""}});
    CHECK(page.find("возврат").section == 1);
    CHECK(page.shown("возврат") == "Начало.");
}

TEST_CASE("a passage is short, whole in its characters, and its pieces alternate") {
    for (const std::string& text :
         {words("деньги", 500), words("слово", 500), std::string(5000, 'x'), words("中文字", 300), words("ё", 1000),
          "деньги" + std::string(3000, '.') + "карта", words("x", 30) + "деньги" + std::string(3000, 'y')}) {
        for (const char* query : {"деньги", "карта", "нет", "中", "x"}) {
            const auto fragments = StoredPage(text).find(query).fragments;
            std::size_t size = 0;
            for (std::size_t i = 0; i < fragments.size(); ++i) {
                CHECK_FALSE(fragments[i].text.empty());
                CHECK_FALSE(find_invalid_utf8(fragments[i].text));
                if (i > 0) CHECK(fragments[i].match != fragments[i - 1].match);
                size += fragments[i].text.size();
            }
            CHECK(size <= 3 * passage_bytes);
        }
    }
}

}  // namespace kb
