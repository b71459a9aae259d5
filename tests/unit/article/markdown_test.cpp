// What readers see of Markdown stands in tests/cases/markdown; here is what pages do not show.
#include <random>
#include <regex>

#include <catch2/catch.hpp>

#include "kb/article/addresses.h"
#include "kb/article/markdown.h"
#include "kb/article/plan.h"
#include "kb/base/utf8.h"
#include "tests/world/must.h"
#include "tests/world/reported.h"

namespace kb {

using test::code_of;
using test::has_rule;
using test::must;
using test::reported;
using Lines = std::vector<std::string>;

namespace {

Markdown read(std::string_view text, std::string_view path = "ru/pay/a.md") {
    return must(read_markdown({text, path, "en", nullptr}));
}

Lines anchors(const Markdown& markdown) {
    Lines found;
    for (const Section& section : markdown.sections) found.push_back(section.anchor);
    return found;
}

}  // namespace

TEST_CASE("anchors are made of the words of headings, and repeated ones are numbered") {
    const Markdown markdown = read("## Как оплатить\n\n## Error 42\n\n## Error 42\n\n## Error 42\n\n## !!!\n");
    CHECK(anchors(markdown) == Lines{"kak-oplatit", "error-42", "error-42-2", "error-42-3", "section"});
    CHECK(markdown.anchors == anchors(markdown));
}

TEST_CASE("a number given to one heading is not taken from another") {
    CHECK(anchors(read("## A\n\n## A 2\n\n## A\n\n## A-2\n")) == Lines{"a", "a-2", "a-3", "a-2-2"});
}

TEST_CASE("a heading may name its own anchor") {
    const Markdown markdown = read("## By card {#card}\n\n## By **cash**{#cash}\n\n### `x` {#x}\n\n## {#alone}\n");
    CHECK(anchors(markdown) == Lines{"card", "cash", "x", "alone"});
    CHECK(markdown.sections[0].heading == "By card");
    CHECK(markdown.sections[1].heading == "By cash");
    CHECK(markdown.html.find("{#") == std::string::npos);
}

TEST_CASE("braces that name no anchor are words") {
    CHECK(anchors(read("## a {#b c}\n\n## d {#}\n\n## e {#\"f\"}\n\n## g {h}\n")) == Lines{"a-b-c", "d", "e-f", "g-h"});
}

TEST_CASE("HTML anchors in headings stay valid beside our own") {
    const Markdown markdown = read("## <a name=\"old\"></a>Part\n\n## Next <a id='nx'></a>\n\n## Third <span id=\"old\">x</span>\n");
    CHECK(anchors(markdown) == Lines{"part", "next", "third-x"});
    CHECK(markdown.anchors == Lines{"part", "old", "next", "nx", "third-x"});
    CHECK(markdown.html.find("<span id=\"old\"></span><h2 id=\"part\">") != std::string::npos);
}

TEST_CASE("an anchor cannot carry markup into the page") {
    const Markdown markdown = read("## a <a name=\"x'><script>\"></a>\n\n## b {#\"onload=x}\n\n## c <a name='\" onclick=\"x'></a>\n");
    CHECK(markdown.html.find("script") == std::string::npos);
    CHECK(markdown.html.find("onclick=") == std::string::npos);
}

TEST_CASE("long anchors are cut between characters and words") {
    std::string long_heading, long_anchor;
    for (int i = 0; i < 40; ++i) {
        long_heading += "длинное слово ";
        long_anchor += "ё";
    }
    for (const std::string& text : {"## " + long_heading, "## a {#x" + long_anchor + "}", "## a {#" + long_anchor + "}"}) {
        const Markdown markdown = read(text);
        REQUIRE(markdown.sections.size() == 1);
        const std::string& anchor = markdown.sections[0].anchor;
        CHECK(anchor.size() <= 80);
        CHECK_FALSE(find_invalid_utf8(anchor));
        CHECK_FALSE(find_invalid_utf8(markdown.html));
        CHECK(anchor.back() != '-');
    }
}

TEST_CASE("a heading of level 1 at the top is the title and not part of the page") {
    const Markdown markdown = read("# The *title*\n\nLead.\n\n# Not the title\n\ntext\n");
    CHECK(markdown.first_heading == "The title");
    CHECK(markdown.html.find("The ") == std::string::npos);
    CHECK(anchors(markdown) == Lines{"", "not-the-title"});
    CHECK(markdown.html.find("<h2 id=\"not-the-title\">") != std::string::npos);
    CHECK(read("<!-- comment -->\n# Title\n").first_heading == "Title");
    CHECK(read("# Title {#top}\n").first_heading == "Title");
    CHECK(read("# Title {#top}\n").anchors == Lines{"top"});
    CHECK(read("text\n\n# Title\n").first_heading.empty());
    CHECK(read("## Title\n").first_heading.empty());
}

TEST_CASE("sections are the plain text below each heading") {
    const Markdown markdown = read("Lead **bold** `code`\nsame line.\n\n## One\n\n- a\n- [b](b.md)\n\n### Two\n\n> quoted\n");
    REQUIRE(markdown.sections.size() == 3);
    CHECK(markdown.sections[0] == Section{"", "", 0, "Lead bold code same line."});
    CHECK(markdown.sections[1] == Section{"one", "One", 2, "a\nb"});
    CHECK(markdown.sections[2] == Section{"two", "Two", 3, "quoted"});
}

TEST_CASE("an article without text has one empty section") {
    CHECK(read("").sections == std::vector<Section>{{}});
    CHECK(read("# Only a title\n").sections == std::vector<Section>{{}});
    CHECK(read("## A\n").sections == std::vector<Section>{{"a", "A", 2, ""}});
}

TEST_CASE("tables, footnotes, code and pictures have text, too") {
    CHECK(read("| A | B |\n|---|---|\n| 1 | two words |\n").sections[0].text == "A · B\n1 · two words");
    CHECK(read("```sh\nrm -rf /tmp/x\n```\n").sections[0].text == "rm -rf /tmp/x");
    CHECK(read("word[^1]\n\n[^1]: the note\n").sections[0].text == "word\nthe note");
    CHECK(read("![a picture](a.png)\n").sections[0].text == "a picture");
}

TEST_CASE("a heading inside a quotation or a list begins no section") {
    const Markdown markdown = read("> ## Quoted\n> text\n\n- # Item\n");
    REQUIRE(markdown.sections.size() == 1);
    CHECK(markdown.sections[0].text == "Quoted\ntext\nItem");
}

TEST_CASE("links and pictures of the repository are references with their places") {
    const Markdown markdown = read("See [b](../visit/b.md#part)\nand [pdf](/files/x.pdf).\n\n![shot](img/s.png)\n");
    REQUIRE(markdown.links.size() == 1);
    CHECK(markdown.links[0] == Reference{"ru/visit/b.md", "part", {"ru/pay/a.md", 1, markdown.links[0].at.column}});
    REQUIRE(markdown.files.size() == 2);
    CHECK(markdown.html.find("<a href=\"kb-link:0\">b</a>") != std::string::npos);
    for (std::size_t i = 0; i < 2; ++i)
        CHECK(markdown.html.find("\"kb-file:" + std::to_string(i) + "\"") != std::string::npos);
    CHECK((markdown.files[0].path == "ru/pay/img/s.png" || markdown.files[1].path == "ru/pay/img/s.png"));
}

TEST_CASE("links that could harm or lead outside are words with a warning") {
    const Markdown markdown = read(
        "[js](javascript:alert(1)) [data](data:text/html,x) <javascript:alert(1)> [out](../../../x.md)\n\n"
        "[internal](kb-link:0) ![x](javascript:x) ![far](https://other.example/a.png) ![html](a.html) [tab](#tab/linux)\n");
    CHECK(markdown.html.find("href") == std::string::npos);
    CHECK(markdown.html.find("src") == std::string::npos);
    CHECK(markdown.links.empty());
    CHECK(markdown.files.empty());
    CHECK(markdown.problems.size() == 8);
    CHECK(has_rule(markdown.problems, "unsafe-link"));
    CHECK(has_rule(markdown.problems, "link-outside"));
    CHECK(has_rule(markdown.problems, "remote-image"));
    CHECK(has_rule(markdown.problems, "bad-image"));
}

TEST_CASE("raw HTML is dropped with a warning that gives its line") {
    const Markdown markdown = read("text\n\n<script>alert(1)</script>\n\nmore <b onclick=\"x\">bold</b><br>line <img src=x onerror=y>\n");
    CHECK(markdown.html.find("script") == std::string::npos);
    CHECK(markdown.html.find("onclick") == std::string::npos);
    CHECK(markdown.html.find("onerror") == std::string::npos);
    CHECK(markdown.html.find("<br />") != std::string::npos);
    CHECK(reported(markdown.problems) ==
          Lines{"warning: ru/pay/a.md:3:1: raw HTML is not shown; write it as Markdown"});
}

TEST_CASE("problems name the line of the file, not of the expanded text") {
    const std::vector<int> lines = {7, 9, 9, 9, 10};
    const Markdown markdown = must(read_markdown({"a\n\nb\n\n[x](javascript:y)\n", "a.md", "en", &lines}));
    REQUIRE(markdown.problems.size() == 1);
    CHECK(markdown.problems[0].at.line == 10);
}

TEST_CASE("callouts are titled in the article's language") {
    const auto html = [](std::string_view lang, std::string_view text) {
        return must(read_markdown({text, "a.md", lang, nullptr})).html;
    };
    CHECK(html("ru", "> [!NOTE]\n> Текст\n").find("<p class=\"callout-title\">Примечание</p>") != std::string::npos);
    CHECK(html("en", "> [!warning]\n> Text\n").find("<aside class=\"callout warning\" role=\"note\">") != std::string::npos);
    CHECK(html("en", "> [!OTHER]\n> Text\n").find("<blockquote>") != std::string::npos);
    CHECK(html("en", "> [!TIP] On the same line\n").find("On the same line") != std::string::npos);
    CHECK(html("en", "> [!TIP]\n").find("[!TIP]") == std::string::npos);
}

TEST_CASE("what would exhaust the parser is refused with its line") {
    const auto large = read_markdown({std::string(max_markdown + 1, 'x'), "a.md", "en", nullptr});
    CHECK(code_of(large) == ErrorCode::limit_exceeded);

    std::string header = "text\n|", line = "|";
    for (int i = 0; i < 300; ++i) {
        header += "a|";
        line += "-|";
    }
    const auto wide = read_markdown({header + "\n" + line + "\n", "a.md", "en", nullptr});
    REQUIRE_FALSE(wide);
    CHECK(wide.error().code == ErrorCode::limit_exceeded);
    CHECK(wide.error().at == Location{"a.md", 3, 1});

    for (const std::string_view mark : {">", "- ", "* ", "> - ", "1. ", "1) "}) {
        std::string deep;
        for (int i = 0; i < 5000; ++i) deep += mark;
        CHECK(code_of(read_markdown({deep + "a", "a.md", "en", nullptr})) == ErrorCode::limit_exceeded);
    }
}

TEST_CASE("other blanks in a table's second line do not lift the limit") {
    for (const char blank : {'\v', '\f'}) {
        std::string header = "|", line = "|";
        for (int i = 0; i < 300; ++i) {
            header += "a|";
            line += std::string("-") + blank + "|";
        }
        CHECK_FALSE(read_markdown({header + "\n" + line + "\n", "a.md", "en", nullptr}));
    }
}

TEST_CASE("a table of many short rows is refused before it takes gigabytes") {
    std::string text = "|", line = "|";
    for (int i = 0; i < 150; ++i) {
        text += "a|";
        line += "-|";
    }
    text += "\n" + line + "\n";
    while (text.size() < 1'000'000) text += "a\n";
    CHECK(code_of(read_markdown({text, "a.md", "en", nullptr})) == ErrorCode::limit_exceeded);
}

TEST_CASE("rules, tables and lists of a usual size are never refused") {
    std::string text(300, '-');
    text += "\n\n" + std::string(300, '*') + "\n\nTitle\n" + std::string(300, '=') + "\n\n";
    for (int i = 0; i < 500; ++i) text += "- item\n";
    text += "\n| a | b |\n|---|---|\n";
    for (int i = 0; i < 2000; ++i) text += "| 1 | 2 |\n";
    CHECK(read_markdown({text, "a.md", "en", nullptr}));
}

TEST_CASE("whatever is written, the page holds only harmless tags and well-formed text") {
    const Lines pieces = {"# ", "## ", "- ", "1. ", "> ", "> [!NOTE]\n", "\n", "\n\n", "    ", "```\n", "`", "*", "**", "~~", "[", "](",
                          ")", "![", "](a.png)", "](b.md#%FF%D1)", "](javascript:x)", "](https://x.example/\"onclick=x)", "<b onclick=x>",
                          "<script>", "</p>", "<a name=\"x\">", "<!--", "-->", "|", "|---|\n", "| a | b |\n|---|---|\n", "[^1]", "[^1]: ",
                          "[^\"><b>]", "[^\"><b>]: ", "{#", "}", "{#id}", "&amp;", "&#0;", "&lt;script&gt;", "\\", "word", "ёж", "🙂",
                          "kb-link:0", "<kb-link:0>", "www.x.example", "[x] ", "---\n", "===\n", "<https://a.example>", "\t"};
    const std::vector<std::string_view> tags = {"p", "em", "strong", "del", "code", "pre", "a", "img", "br", "hr", "ul", "ol", "li", "h2",
                                                "h3", "h4", "h5", "h6", "blockquote", "aside", "div", "span", "table", "thead", "tbody",
                                                "tr", "th", "td", "input", "sup", "section"};
    const std::regex tag("</?([a-z0-9]+)((?: [a-z-]+(?:=\"[^\"<>]*\")?)*)(?: /)?>");
    const std::regex bad_attribute(" on[a-z]+=| (?:href|src)=\"(?!https?:|mailto:|tel:|kb-link:|kb-file:|#|/|\")");
    std::mt19937 random(11);
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        for (std::size_t length = random() % 24; length > 0; --length) text += pieces[random() % pieces.size()];
        INFO(text);
        const auto markdown = read_markdown({text, "ru/a.md", "en", nullptr});
        REQUIRE(markdown);
        REQUIRE_FALSE(find_invalid_utf8(markdown->html));
        std::string rest;
        const std::string& html = markdown->html;
        auto end = html.begin();
        for (std::sregex_iterator it(html.begin(), html.end(), tag), none; it != none; ++it) {
            if (std::find(tags.begin(), tags.end(), std::string_view(it->str(1))) == tags.end()) FAIL("tag " << it->str());
            if (std::regex_search(it->str(), bad_attribute)) FAIL("attribute in " << it->str());
            rest.append(end, (*it)[0].first);
            end = (*it)[0].second;
        }
        rest.append(end, html.end());
        if (rest.find_first_of("<>") != std::string::npos) FAIL("a stray bracket in " << html);
        for (const Section& section : markdown->sections) REQUIRE_FALSE(find_invalid_utf8(section.text + section.anchor));
        const std::vector<std::string> links(markdown->links.size());
        const std::vector<FileTarget> files(markdown->files.size(), FileTarget{"/files/x.png", ImageSize{1, 1}});
        const std::string page = with_addresses(html, links, files);
        if (page.find("href=\"kb-") != std::string::npos || page.find("src=\"kb-") != std::string::npos) FAIL("a reference is left in " << page);
    }
}

}  // namespace kb
