// What builds say of content, and what they remember of it.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/indexer/built_index.h"
#include "tests/world/git_folder.h"

namespace kb::test {

namespace {

constexpr std::string_view article = "---\ntitle: About\n---\nНовый функционал.\n";

}  // namespace

TEST_CASE("in a git repository a translation older than the last change of its original is stale") {
    BuiltIndex built;
    GitFolder git(built.content.path());
    for (const char* path : {"ru/a.md", "en/a.md", "ru/b.md", "en/b.md"}) built.content.write(path, article);
    git.commit();
    built.content.write("ru/a.md", std::string(article) + "Ещё.\n");
    built.content.write("en/b.md", std::string(article) + "More.\n");
    git.commit();
    const auto problems = built.build().problems;
    const Problem* stale = BuiltIndex::find(problems, "en/a.md", "stale-translation");
    REQUIRE(stale != nullptr);
    CHECK(stale->what == "the original ru/a.md changed on 2020-09-14, this translation on 2020-09-13");
    CHECK(BuiltIndex::find(problems, "ru/b.md", "stale-translation") == nullptr);
    CHECK(BuiltIndex::find(problems, "en/b.md", "stale-translation") == nullptr);
}

TEST_CASE("a review of the original leaves its translation as good as it was") {
    const auto reviewed = [](std::string_view date, std::string_view text) { return fmt::format("---\r\ntitle: About\r\nlast_reviewed: {}\r\n---\r\n{}", date, text); };
    BuiltIndex built;
    GitFolder git(built.content.path());
    built.content.write("ru/a.md", reviewed("2020-01-01", "Текст.\n"));
    built.content.write("en/a.md", article);
    git.commit();
    built.content.write("ru/a.md", reviewed("2020-09-01", "Текст.\n"));
    git.commit();
    CHECK(BuiltIndex::find(built.build().problems, "en/a.md", "stale-translation") == nullptr);
    built.content.write("ru/a.md", reviewed("2020-09-02", "Другой текст.\n"));
    git.commit();
    built.content.write("ru/a.md", reviewed("2020-09-03", "Другой текст.\n"));
    git.commit();
    const auto problems = built.build().problems;
    const Problem* stale = BuiltIndex::find(problems, "en/a.md", "stale-translation");
    REQUIRE(stale != nullptr);
    CHECK(stale->what == "the original ru/a.md changed on 2020-09-15, this translation on 2020-09-13");
    CHECK(built.rebuild().problems == problems);
}

TEST_CASE("without a history nothing is stale") {
    BuiltIndex built;
    built.content.write("en/a.md", article);
    built.content.write("ru/a.md", article);
    CHECK(BuiltIndex::find(built.build().problems, "en/a.md", "stale-translation") == nullptr);
}

TEST_CASE("a build remembers findings of files that did not change, and finds them anew when terms do") {
    BuiltIndex built;
    built.content.write("ru/a.md", article);
    built.content.write("ru/b.md", "---\ntitle: Other\n---\nText.\n");
    CHECK(BuiltIndex::find(built.build().problems, "ru/a.md", "avoided-word") == nullptr);
    built.content.write("terms.yaml", "- avoid: [функционал]\n  use: возможности\n");
    const auto with_terms = built.build().problems;
    REQUIRE(BuiltIndex::find(with_terms, "ru/a.md", "avoided-word") != nullptr);
    CHECK(BuiltIndex::find(with_terms, "ru/a.md", "avoided-word")->hint == "write 'возможности'");
    CHECK(built.build().problems == with_terms);
    built.content.write("kb.yaml", "checks:\n  avoided-word: off\n");
    CHECK(BuiltIndex::find(built.build().problems, "ru/a.md", "avoided-word") == nullptr);
}

TEST_CASE("errors of checks leave no article out") {
    BuiltIndex built;
    built.content.write("ru/a.md", "---\ntitle: Открытая\n---\n[В](in.md)\n");
    built.content.write("ru/in.md", "---\ntitle: Закрытая\nvisibility: internal\n---\nТекст.\n");
    const auto report = built.build();
    CHECK(BuiltIndex::find(report.problems, "ru/a.md", "internal-link")->severity == Severity::error);
    CHECK(report.articles == 2);
    CHECK(report.published);
}

}  // namespace kb::test
