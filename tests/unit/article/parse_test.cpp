#include <catch2/catch.hpp>

#include "kb/article/parse.h"
#include "tests/world/must.h"
#include "tests/world/pretend_repository.h"
#include "tests/world/reported.h"

namespace kb {

using test::has_rule;
using test::must;
using test::PretendRepository;
using test::reported;
using Lines = std::vector<std::string>;

namespace {

ParsedArticle parse(std::string_view path, std::string_view text, const ParseOptions& options = {}) {
    return parse_article(path, text, options);
}

}  // namespace

TEST_CASE("text is normalised: no byte order mark, one kind of line end") {
    CHECK(must(normalize_text("a.md", "\xEF\xBB\xBFone\r\ntwo\rthree\n\r\n")) == "one\ntwo\nthree\n\n");
    CHECK(must(normalize_text("a.md", "")).empty());
    CHECK(must(normalize_text("a.md", "\r")) == "\n");
}

TEST_CASE("text in another encoding is refused at its line and column") {
    const auto cp1251 = normalize_text("ru/a.md", "ok\nab\xCF\xF0\xE8\xE2\xE5\xF2\n");
    REQUIRE_FALSE(cp1251);
    CHECK(cp1251.error().at == Location{"ru/a.md", 2, 3});
    CHECK(cp1251.error().hint.find("Windows-1251") != std::string::npos);
    const auto utf16 = normalize_text("a.md", "\xFF\xFEt\0");
    REQUIRE_FALSE(utf16);
    CHECK(utf16.error().what == "the text is UTF-16");
    const auto zero = normalize_text("a.md", std::string_view("a\nb\0c\xFF", 6));
    REQUIRE_FALSE(zero);
    CHECK(zero.error().what == "a zero byte");
    CHECK(zero.error().at == Location{"a.md", 2, 2});
}

TEST_CASE("an article is read with its place, its front matter and its text") {
    const ParsedArticle parsed = parse("ru/pay/cards/kak-oplatit.md", "---\ntitle:  Оплата картой \n---\nТекст\n");
    CHECK(reported(parsed.problems) == Lines{});
    CHECK_FALSE(parsed.fatal);
    CHECK(parsed.article.lang == "ru");
    CHECK(parsed.article.category == "pay/cards");
    CHECK(parsed.article.slug == "kak-oplatit");
    CHECK(parsed.article.title == "Оплата картой");
    CHECK(parsed.article.sections == std::vector<Section>{{"", "", 0, "Текст"}});
    CHECK(parsed.article.html == "<p>Текст</p>\n");
    CHECK_FALSE(parsed.slug_is_explicit);
}

TEST_CASE("a place is known by path and front matter, as the whole article would have it") {
    for (const char* path : {"ru/pay/kak-oplatit.md", "Возврат денег.md", "en/a.md"}) {
        for (const char* text : {"Текст\n", "---\ntitle: A\n---\ntext\n", "---\ntitle: A\nslug: Own Slug\nvisibility: internal\n---\n",
                                 "---\ntitle: A\nlang: en\n---\nТекст\n", "\xEF\xBB\xBF---\r\ntitle: A\r\nslug: b\r\n---\r\n"}) {
            INFO(path << ": " << text);
            const Article article = parse(path, text).article;
            CHECK(place_article(path, text, {}) == Placement{article.lang, article.slug, article.visibility});
        }
    }
}

TEST_CASE("what could not be published has no place") {
    for (const char* text : {"---\ntitle: [\n---\n", "---\nttile: A\n---\n", "---\nslug: a\n---\n", "---\ntitle: A\n", "\xFF\xFEt"}) {
        INFO(text);
        CHECK(parse("ru/a.md", text).fatal);
        CHECK(place_article("ru/a.md", text, {}) == Placement());
    }
}

TEST_CASE("a byte order mark and CRLF make no difference") {
    const ParsedArticle plain = parse("ru/a.md", "---\ntitle: A\n---\n## B\n\ntext\n");
    const ParsedArticle windows = parse("ru/a.md", "\xEF\xBB\xBF---\r\ntitle: A\r\n---\r\n## B\r\n\r\ntext\r\n");
    CHECK(windows.article == plain.article);
    CHECK(windows.problems == plain.problems);
}

TEST_CASE("a plain folder of Markdown needs no front matter") {
    const ParsedArticle titled = parse("notes/vpn.md", "# How to connect\n\ntext\n");
    CHECK(titled.article.title == "How to connect");
    CHECK(titled.article.lang == "en");
    CHECK(titled.article.category == "notes");
    CHECK_FALSE(titled.fatal);
    CHECK(parse("notes/how-to_pay.md", "text\n").article.title == "How to pay");
    CHECK(parse("как-платить.md", "Текст по-русски\n").article.lang == "ru");
    CHECK(parse("как-платить.md", "Текст\n").article.slug == "kak-platit");
    CHECK(parse("как-платить.md", "Текст\n").article.title == "как платить");
}

TEST_CASE("language: front matter, then folder, then script") {
    CHECK(parse("en/a.md", "---\ntitle: A\nlang: ru\n---\n").article.lang == "ru");
    CHECK(parse("en/a.md", "# Русский текст\n").article.lang == "en");
    CHECK(parse("de/a.md", "# Русский текст\n").article.lang == "ru");
    const ParsedArticle wrong = parse("en/a.md", "---\ntitle: A\nlang: russian\n---\n");
    CHECK(wrong.article.lang == "en");
    CHECK(has_rule(wrong.problems, "bad-language"));
    CHECK_FALSE(wrong.fatal);
    ParseOptions german;
    german.languages = {"de"};
    german.default_language = "de";
    CHECK(parse("a.md", "# English text\n", german).article.lang == "de");
}

TEST_CASE("a written slug is published as an address, with a warning when it had to change") {
    const ParsedArticle parsed = parse("ru/a.md", "---\ntitle: A\nslug: Как Платить\n---\n");
    CHECK(parsed.article.slug == "kak-platit");
    CHECK(parsed.slug_is_explicit);
    CHECK(parsed.slug_line == 3);
    CHECK(reported(parsed.problems) ==
          Lines{"warning: ru/a.md:3:7: the slug 'Как Платить' is published as 'kak-platit'; use lower-case Latin letters, "
                "digits and single hyphens"});
}

TEST_CASE("a slug is never empty, never long, and never ends with a hyphen") {
    CHECK(parse("ru/🙂.md", "# A\n").article.slug == "article");
    for (std::size_t length = 110; length < 130; ++length) {
        const std::string slug = parse("ru/" + std::string(length, 'a') + " tail of words.md", "# A\n").article.slug;
        CHECK(slug.size() <= 120);
        CHECK(slug.back() != '-');
    }
}

TEST_CASE("a category is written without stray slashes") {
    CHECK(parse("ru/x/a.md", "---\ntitle: A\ncategory: /pay//cards/\n---\n").article.category == "pay/cards");
    CHECK(parse("ru/x/a.md", "---\ntitle: A\ncategory: \"\"\n---\n").article.category.empty());
    CHECK(parse("ru/a.md", "---\ntitle: A\n---\n").article.category.empty());
}

TEST_CASE("front matter without a title is fatal, at the title or the top") {
    const ParsedArticle none = parse("ru/a.md", "---\nslug: a\n---\n# Heading\n");
    CHECK(none.fatal);
    CHECK(reported(none.problems) ==
          Lines{"error: ru/a.md:1:1: the article has no title; add 'title: …' to its front matter"});
    const ParsedArticle blank = parse("ru/a.md", "---\nslug: a\ntitle: \"  \"\n---\n");
    CHECK(blank.fatal);
    CHECK(blank.problems.at(0).at.line == 3);
    CHECK(parse("ru/a.md", "---\ntitle:\n---\n").fatal);
}

TEST_CASE("another heading than the title stays findable") {
    const ParsedArticle same = parse("ru/a.md", "---\ntitle: A\n---\n# A\n\ntext\n");
    CHECK(same.article.sections == std::vector<Section>{{"", "", 0, "text"}});
    const ParsedArticle other = parse("ru/a.md", "---\ntitle: A\n---\n# Longer A\n\ntext\n");
    CHECK(other.article.sections == std::vector<Section>{{"", "Longer A", 0, "text"}});
    CHECK(other.article.html == "<p>text</p>\n");
    const ParsedArticle sectioned = parse("ru/a.md", "---\ntitle: A\n---\n# Longer A\n\n## B\n\ntext\n");
    REQUIRE(sectioned.article.sections.size() == 2);
    CHECK(sectioned.article.sections[0] == Section{"", "Longer A", 0, ""});
}

TEST_CASE("problems after an include name lines of the including file") {
    PretendRepository repository;
    repository.with("ru/part.md", "one\n\ntwo\n\n[bad](javascript:x)\n");
    ParseOptions options;
    options.read = repository.reader();
    const ParsedArticle parsed =
        parse("ru/a.md", "---\ntitle: A\n---\nfirst\n\n[!INCLUDE[p](part.md)]\n\n[bad](javascript:y)\n", options);
    REQUIRE(parsed.problems.size() == 2);
    CHECK(parsed.problems[0].at.line == 6);
    CHECK(parsed.problems[1].at.line == 8);
    CHECK(parsed.includes == Lines{"ru/part.md"});
}

TEST_CASE("unreadable text is fatal and leaves the call whole") {
    const ParsedArticle parsed = parse("ru/a.md", "\xCF\xF0\xE8");
    CHECK(parsed.fatal);
    CHECK(parsed.article.path == "ru/a.md");
    CHECK(has_rule(parsed.problems, "unreadable-text"));
    CHECK(parse("ru/a.md", "---\ntitle: [\n---\n").fatal);
    CHECK(parse("ru/a.md", std::string(max_markdown + 10, 'x')).fatal);
}

TEST_CASE("the language of a text is that of most of its letters") {
    CHECK(language_of_script("Привет, world") == "ru");
    CHECK(language_of_script("Hello, мир") == "en");
    CHECK(language_of_script("") == "en");
    CHECK(language_of_script("12345") == "en");
}

}  // namespace kb
