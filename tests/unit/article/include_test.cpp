#include <catch2/catch.hpp>

#include "kb/article/include.h"
#include "tests/world/pretend_repository.h"
#include "tests/world/reported.h"

namespace kb {

using test::PretendRepository;
using test::reported;
using Lines = std::vector<std::string>;

namespace {

Expanded expand(const PretendRepository& repository, std::string_view text) {
    return expand_includes(text, "ru/a.md", 1, repository.reader());
}

}  // namespace

TEST_CASE("an include is replaced by the file's text, without its front matter") {
    PretendRepository repository;
    repository.with("ru/parts/b.md", "---\ntitle: part\n---\n\nfirst\nsecond\n\n");
    const Expanded expanded = expand(repository, "before\n[!INCLUDE[text](parts/b.md)]\nafter\n");
    CHECK(expanded.text == "before\nfirst\nsecond\nafter\n");
    CHECK(expanded.lines == std::vector<int>{1, 2, 2, 3});
    CHECK(expanded.includes == Lines{"ru/parts/b.md"});
    CHECK(expanded.problems.empty());
}

TEST_CASE("an include may have a space, any case, and stand within a line") {
    PretendRepository repository;
    repository.with("ru/b.md", "word");
    CHECK(expand(repository, "one [!INCLUDE [text](b.md)] two [!include[text](b.md)] three").text ==
          "one word two word three\n");
}

TEST_CASE("paths start from the including file, or from the root") {
    PretendRepository repository;
    repository.with("shared/x.md", "shared").with("shared/y.md", "[!INCLUDE[t](x.md)] again");
    CHECK(expand(repository, "[!INCLUDE[t](../shared/x.md)]").text == "shared\n");
    CHECK(expand(repository, "[!INCLUDE[t](/shared/x.md)]").text == "shared\n");
    CHECK(expand(repository, "[!INCLUDE[t](~/shared/y.md)]").text == "shared again\n");
}

TEST_CASE("includes nest four levels, and the fifth is its text") {
    PretendRepository repository;
    repository.with("ru/1.md", "1 [!INCLUDE[end](2.md)]")
        .with("ru/2.md", "2 [!INCLUDE[end](3.md)]")
        .with("ru/3.md", "3 [!INCLUDE[end](4.md)]")
        .with("ru/4.md", "4 [!INCLUDE[end](5.md)]")
        .with("ru/5.md", "5");
    const Expanded expanded = expand(repository, "[!INCLUDE[end](1.md)]");
    CHECK(expanded.text == "1 2 3 4 end\n");
    CHECK(expanded.includes == Lines{"ru/1.md", "ru/2.md", "ru/3.md", "ru/4.md"});
    REQUIRE(expanded.problems.size() == 1);
    CHECK(expanded.problems[0].what == "cannot include '5.md': nested beyond four levels");
}

TEST_CASE("a circle ends at its second round") {
    PretendRepository repository;
    repository.with("ru/a.md", "unused").with("ru/b.md", "b [!INCLUDE[again](c.md)]").with("ru/c.md", "c [!INCLUDE[stop](b.md)]");
    const Expanded expanded = expand(repository, "[!INCLUDE[x](b.md)]\n[!INCLUDE[self](a.md)]\n");
    CHECK(expanded.text == "b c stop\nself\n");
    CHECK(expanded.problems.size() == 2);
    CHECK(expanded.problems[1].at == Location{"ru/a.md", 2, 1});
}

TEST_CASE("what cannot be included leaves its text and a warning at its line") {
    PretendRepository repository;
    repository.with("ru/latin1.md", "caf\xE9");
    const Expanded expanded = expand(
        repository, "[!INCLUDE[gone](gone.md)]\n[!INCLUDE[out](../../../etc/passwd)]\n[!INCLUDE[bytes](latin1.md)]\n");
    CHECK(expanded.text == "gone\nout\nbytes\n");
    REQUIRE(expanded.problems.size() == 3);
    for (int i = 0; i < 3; ++i) {
        CHECK(expanded.problems[static_cast<std::size_t>(i)].severity == Severity::warning);
        CHECK(expanded.problems[static_cast<std::size_t>(i)].at.line == i + 1);
    }
    CHECK(expand_includes("[!INCLUDE[text](b.md)]", "a.md", 1, {}).text == "text\n");
}

TEST_CASE("an include within code stays as it is written") {
    PretendRepository repository;
    repository.with("ru/b.md", "EXPANDED");
    for (const std::string_view text :
         {"```\n[!INCLUDE[t](b.md)]\n```\n", "~~~ md\n[!INCLUDE[t](b.md)]\n~~~\n", "````\n```\n[!INCLUDE[t](b.md)]\n````\n",
          "Write `[!INCLUDE[t](b.md)]` there.\n", "Write ``a ` [!INCLUDE[t](b.md)]`` there.\n",
          "> ```\n> [!INCLUDE[t](b.md)]\n> ```\n", "- ```\n  [!INCLUDE[t](b.md)]\n  ```\n",
          "10. ```\n    [!INCLUDE[t](b.md)]\n    ```\n"})
        CHECK(expand(repository, text).text == text);
}

TEST_CASE("an include after code is expanded") {
    PretendRepository repository;
    repository.with("ru/b.md", "EXPANDED");
    for (const std::string_view code : {"```\ncode\n```\n", "- ```\n  code\n  ```\n", "1. ~~~\n   code\n   ~~~\n",
                                        "``` not a fence `` ` ``\n", "a lone ` tick\n", "`code` text\n"})
        CHECK(expand(repository, std::string(code) + "[!INCLUDE[t](b.md)]\n").text == std::string(code) + "EXPANDED\n");
}

TEST_CASE("brackets that are no include stay as they are") {
    const PretendRepository repository;
    for (const std::string_view text : {"[!INCLUDE", "[!INCLUDE[", "[!INCLUDE[a](b.md)", "[!INCLUDE x [a](b.md)]", "[!NOTE]",
                                        "[!INCLUDEX[a](b.md)]", "`"})
        CHECK(expand(repository, text).text == std::string(text) + "\n");
}

TEST_CASE("files in files cannot grow an article without end") {
    PretendRepository repository;
    std::string ten;
    for (int i = 0; i < 10; ++i) ten += "[!INCLUDE[t](b.md)]\n";
    repository.with("ru/b.md", std::string(300'000, 'x'));
    const Expanded expanded = expand(repository, ten);
    CHECK(expanded.text.size() < 2'200'000);
    CHECK_FALSE(expanded.problems.empty());
}

TEST_CASE("many includes of nothing end, too") {
    PretendRepository repository;
    std::string many;
    for (int i = 0; i < 2000; ++i) many += "[!INCLUDE[](b.md)]";
    repository.with("ru/b.md", "");
    CHECK(expand(repository, many).problems.size() == 1000);
}

TEST_CASE("lines count from the first line of the body") {
    const PretendRepository repository;
    const Expanded expanded = expand_includes("a\nb", "ru/a.md", 5, repository.reader());
    CHECK(expanded.lines == std::vector<int>{5, 6});
}

}  // namespace kb
