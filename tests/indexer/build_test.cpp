#include <csignal>
#include <fstream>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "kb/index/generation_store.h"
#include "tests/indexer/built_index.h"
#include "tests/world/dictionaries.h"

namespace kb::test {

namespace {

std::string article(std::string_view title, std::string_view body = "Some text.") {
    return fmt::format("---\ntitle: {}\n---\n{}\n", title, body);
}

}  // namespace

TEST_CASE("a second build without changes publishes nothing new") {
    BuiltIndex built;
    built.content.write("en/refund.md", article("Refund"));
    const BuildReport first = built.build();
    const BuildReport second = built.build();
    REQUIRE(first.published);
    REQUIRE(first.added == 1);
    REQUIRE_FALSE(second.published);
    REQUIRE(second.generation == first.generation);
    REQUIRE(second.unchanged == 1);
}

TEST_CASE("one changed article among many is the only one written again") {
    BuiltIndex built;
    for (int i = 0; i < 20; ++i) built.content.write(fmt::format("en/a{}.md", i), article(fmt::format("Topic {}", i)));
    built.build();
    built.content.write("en/a7.md", article("Topic 7", "Now about zebras."));
    const BuildReport report = built.build();
    REQUIRE(report.changed == 1);
    REQUIRE(report.unchanged == 19);
    REQUIRE(built.found("zebra") == std::vector<std::string>{"a7"});
}

TEST_CASE("a bad article is left out and reported, and the others are published") {
    BuiltIndex built;
    built.content.write("en/good.md", article("Good"));
    built.content.write("en/bad.md", "---\nttile: Bad\n---\ntext\n");
    const BuildReport report = built.build();
    REQUIRE(report.articles == 1);
    const Problem* problem = BuiltIndex::find(report.problems, "en/bad.md", "unknown-field");
    REQUIRE(problem != nullptr);
    REQUIRE(to_string(*problem) == "en/bad.md:2:1: unknown field 'ttile'; did you mean 'title'?");
}

TEST_CASE("an article that turns bad leaves the index until it is mended") {
    BuiltIndex built;
    built.content.write("en/good.md", article("Good"));
    built.content.write("en/other.md", article("Zebra"));
    built.build();
    built.content.write("en/other.md", "---\ntitle: [\n---\n");
    REQUIRE(built.build().removed == 1);
    REQUIRE(built.found("zebra").empty());
    built.content.write("en/other.md", article("Zebra"));
    built.build();
    REQUIRE(built.found("zebra") == std::vector<std::string>{"other"});
}

TEST_CASE("a strict build of content with errors publishes nothing and says so") {
    BuiltIndex built;
    built.content.write("en/good.md", article("Good"));
    built.build();
    built.content.write("en/good.md", article("Zebra"));
    built.content.write("en/bad.md", "---\ntitle: \"\"\n---\n");
    const BuildReport report = must(built.try_build(false, true));
    REQUIRE(report.refusal);
    REQUIRE_FALSE(report.published);
    REQUIRE(built.found("zebra").empty());
}

TEST_CASE("content without articles is refused and what was published stays") {
    BuiltIndex built;
    built.content.write("en/good.md", article("Good"));
    built.build();
    std::filesystem::remove(built.content / "en/good.md");
    const BuildReport report = must(built.try_build());
    REQUIRE(report.refusal);
    REQUIRE(report.refusal->what == "no articles here");
    REQUIRE(built.found("good") == std::vector<std::string>{"good"});
}

TEST_CASE("a build after a rollback publishes the content again and unpins") {
    BuiltIndex built;
    built.content.write("en/a.md", article("First"));
    built.build();
    built.content.write("en/a.md", article("Second"));
    built.build();
    const GenerationStore store(built.index());
    {
        const auto lock = must(store.lock());
        REQUIRE(must(store.rollback(lock, {}, test::analyzer().id())) == 1);
    }
    REQUIRE(built.found("first") == std::vector<std::string>{"a"});
    REQUIRE(store.pinned() == 2u);
    const BuildReport report = built.build();
    REQUIRE(report.published);
    REQUIRE(built.found("second") == std::vector<std::string>{"a"});
    REQUIRE_FALSE(store.pinned());
}

TEST_CASE("links lead to the addresses of articles, also after the target gets another slug") {
    BuiltIndex built;
    built.content.write("kb.yaml", "base_url: https://example.com/help\n");
    built.content.write("en/a.md", article("A", "See [the other](b.md#how)."));
    built.content.write("en/b.md", article("B", "## How"));
    const auto page = [&built] {
        const auto snapshot = built.snapshot();
        return must(must(snapshot->article(*snapshot->find("en", "a", Audience::customers))).page());
    };
    built.build();
    REQUIRE(page().find("href=\"/help/en/articles/b#how\"") != std::string::npos);
    built.content.write("en/b.md", "---\ntitle: B\nslug: better\n---\n## How\n");
    built.build();
    REQUIRE(page().find("href=\"/help/en/articles/better#how\"") != std::string::npos);
    std::filesystem::remove(built.content / "en/b.md");
    built.build();
    REQUIRE(page().find("See the other.") != std::string::npos);
}

TEST_CASE("a crafted table costs its own article and nothing else") {
    BuiltIndex built;
    std::string table = "|";
    for (int i = 0; i < 199; ++i) table += "a|";
    table += "\n|";
    for (int i = 0; i < 199; ++i) table += "-|";
    table += "\n";
    for (int i = 0; i < 400'000; ++i) table += "x\n";
    built.content.write("en/bomb.md", article("Bomb", table));
    built.content.write("en/good.md", article("Good"));
    const BuildReport report = built.build();
    REQUIRE(report.articles == 1);
    REQUIRE(BuiltIndex::find(report.problems, "en/bomb.md", "limit-exceeded") != nullptr);
}

TEST_CASE("a file of 20 MB is an error of its own") {
    BuiltIndex built;
    built.content.write("en/huge.md", article("Huge", std::string(20'000'000, 'x')));
    built.content.write("en/good.md", article("Good"));
    const BuildReport report = built.build();
    REQUIRE(report.articles == 1);
    REQUIRE(BuiltIndex::find(report.problems, "en/huge.md", "limit-exceeded") != nullptr);
}

TEST_CASE("when the disk is full the build fails with the cure and what was published stays") {
    BuiltIndex built;
    built.content.write("en/a.md", article("First"));
    built.build();
    for (int i = 0; i < 30; ++i)
        built.content.write(fmt::format("en/n{}.md", i), article(fmt::format("N{}", i), std::string(40'000, 'w')));
    // A limit on the size of files fails writes as a full disk does; in a child, since it cannot be taken back.
    const pid_t child = ::fork();
    if (child == 0) {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{200'000, 200'000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        const auto report = built.try_build();
        const bool clear = !report && report.error().code == ErrorCode::no_space && !report.error().hint.empty();
        ::_exit(clear ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE(WEXITSTATUS(status) == 0);
    REQUIRE(built.found("first") == std::vector<std::string>{"a"});
    REQUIRE(built.build().articles == 31);  // and the next build succeeds by itself
    for (const auto& entry : std::filesystem::directory_iterator(built.index()))
        REQUIRE(entry.path().extension() != ".tmp");
}

TEST_CASE("an index of another schema is rebuilt by itself") {
    BuiltIndex built;
    built.content.write("en/a.md", article("First"));
    built.build();
    const auto info = GenerationStore(built.index()).directory_of(1) / "generation.json";
    std::string text = content_of(info);
    const std::string here = fmt::format("\"schema\": ");
    text.replace(text.find(here), here.size() + 1, "\"schema\": 0");
    std::ofstream(info) << text;
    REQUIRE(Snapshot::open(built.index(), test::dictionaries()).error().code == ErrorCode::index_foreign);
    REQUIRE(built.build().added == 1);
    REQUIRE(built.found("first") == std::vector<std::string>{"a"});
}

TEST_CASE("images go into the generation under the hash of their content, internal ones apart") {
    BuiltIndex built;
    built.content.write("en/a.md", article("A", "![one](one.png)"));
    built.content.write("en/b.md", "---\ntitle: B\nvisibility: internal\n---\n![two](two.png)\n");
    built.content.write("en/one.png", "png one");
    built.content.write("en/two.png", "png two");
    built.build();
    const auto snapshot = built.snapshot();
    const auto page = must(must(snapshot->article(*snapshot->find("en", "a", Audience::customers))).page());
    const std::size_t begin = page.find("/files/") + 7;
    const std::string name = page.substr(begin, page.find('"', begin) - begin);
    REQUIRE(content_of(*snapshot->file(name, Audience::customers)) == "png one");
    const auto internal = must(must(snapshot->article(*snapshot->find("en", "b", Audience::staff))).page());
    const std::size_t at = internal.find("/files/") + 7;
    const std::string secret = internal.substr(at, internal.find('"', at) - at);
    REQUIRE_FALSE(snapshot->file(secret, Audience::customers));
    REQUIRE(snapshot->file(secret, Audience::staff));
}

TEST_CASE("pages have the sizes of their pictures, also after a picture gets another size") {
    // The signature and header of a picture 3 wide and 2 high.
    const std::string png("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x03\0\0\0\x02", 24);
    BuiltIndex built;
    for (int i = 0; i < 20; ++i) built.content.write(fmt::format("en/a{}.md", i), article(fmt::format("Topic {}", i)));
    built.content.write("en/shown.md", article("Shown", "![one](one.svg)\n\n![two](two.png) and ![three](three.svg)"));
    built.content.write("en/one.svg", "<svg width='640' height='480'/>");
    built.content.write("en/two.png", png);
    built.content.write("en/three.svg", "<svg/>");
    const auto page = [&built] {
        const auto snapshot = built.snapshot();
        return must(must(snapshot->article(*snapshot->find("en", "shown", Audience::customers))).page());
    };
    built.build();
    REQUIRE(page().find("<img width=\"640\" height=\"480\" src=\"/files/") != std::string::npos);
    REQUIRE(page().find("<img loading=\"lazy\" width=\"3\" height=\"2\" src=\"/files/") != std::string::npos);
    REQUIRE(page().find("<img loading=\"lazy\" src=\"/files/") != std::string::npos);

    built.content.write("en/one.svg", "<svg width='800' height='600'/>");
    const BuildReport report = built.build();
    REQUIRE(report.changed == 1);
    REQUIRE(report.unchanged == 20);
    const std::string changed = page();
    REQUIRE(changed.find("<img width=\"800\" height=\"600\" src=\"/files/") != std::string::npos);
    REQUIRE(changed.find("<img loading=\"lazy\" width=\"3\" height=\"2\" src=\"/files/") != std::string::npos);
    built.rebuild();
    REQUIRE(page() == changed);
}

TEST_CASE("the sizes of pictures are remembered from build to build") {
    BuiltIndex built;
    for (int i = 0; i < 20; ++i) built.content.write(fmt::format("en/a{}.md", i), article(fmt::format("Topic {}", i)));
    built.content.write("en/shown.md", article("Shown", "![one](one.svg)"));
    built.content.write("en/one.svg", "<svg width='640' height='480'/>");
    built.build();
    built.content.write("en/shown.md", article("Shown", "Another text: ![one](one.svg)"));
    REQUIRE(built.build().changed == 1);
    const auto snapshot = built.snapshot();
    const auto page = must(must(snapshot->article(*snapshot->find("en", "shown", Audience::customers))).page());
    REQUIRE(page.find("Another text: <img width=\"640\" height=\"480\" src=") != std::string::npos);
}

TEST_CASE("a template alone that changes is published, and one that turns bad leaves") {
    BuiltIndex built;
    built.content.write("ru/a.md", "---\ntitle: A\n---\nText.\n");
    built.content.write("ru/_templates/hello.md", "---\ntitle: Hello\n---\nHello {{name}}.\n");
    const auto first = built.build();
    CHECK(first.articles == 1);
    REQUIRE(built.snapshot()->info().templates.size() == 1);
    CHECK_FALSE(built.build().published);
    built.content.write("ru/_templates/hello.md", "---\ntitle: Hello\n---\nGood day {{name}}.\n");
    CHECK(built.build().published);
    CHECK(built.snapshot()->info().templates.front().text == "Good day {{name}}.");
    built.content.write("ru/_templates/hello.md", "Good day {{name.\n");
    CHECK(must(built.try_build(false, true)).refusal);
    const auto last = built.build();
    CHECK(BuiltIndex::find(last.problems, "ru/_templates/hello.md", "template") != nullptr);
    CHECK(built.snapshot()->info().templates.empty());
}

}  // namespace kb::test
