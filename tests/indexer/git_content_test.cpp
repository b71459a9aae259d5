// Content that is read from git: what cannot be published of it, and which commit an article has.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/indexer/built_index.h"
#include "tests/world/git_folder.h"

namespace fs = std::filesystem;

namespace kb::test {

namespace {

std::string article(std::string_view title, std::string_view text = "Text.") {
    return fmt::format("---\ntitle: {}\n---\n{}\n", title, text);
}

// A folder that is committed into a bare repository, which is built.
struct BareContent : BuiltIndex {
    ScratchFolder folder;
    GitFolder git{content.path(), folder / "content.git"};

    BareContent() {
        place = folder / "content.git";
        write("en/other.md", article("Other"));
    }
    std::int64_t write(std::string_view path, std::string_view text) {
        content.write(path, text);
        return git.commit();
    }
};

std::string commit_of(const Snapshot& snapshot, std::string_view slug) {
    return std::string(must(snapshot.article(*snapshot.find("en", slug, Audience::staff))).commit);
}

constexpr const char* pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a21\nsize 12345\n";

}  // namespace

TEST_CASE("an article that is a pointer of Git LFS is an error, an image a warning, and both say the cure") {
    BareContent built;
    built.content.write("en/a.md", pointer);
    built.content.write("en/b.md", article("B", "![picture](b.png)"));
    built.write("en/b.png", pointer);
    const BuildReport report = built.build();
    CHECK(report.articles == 2);
    const Problem* unread = BuiltIndex::find(report.problems, "en/a.md", "unreadable");
    REQUIRE(unread != nullptr);
    CHECK(unread->severity == Severity::error);
    CHECK(unread->hint.find("git lfs pull") != std::string::npos);
    const Problem* image = BuiltIndex::find(report.problems, "en/b.md", "missing-file");
    REQUIRE(image != nullptr);
    CHECK(image->severity == Severity::warning);
    CHECK(image->hint == unread->hint);
}

TEST_CASE("a repository that lacks a file is refused, and what was published stays") {
    BareContent built;
    built.build();
    built.write("en/new.md", article("Zebra"));
    const std::string id = built.git.blob("en/new.md");
    fs::remove(built.place / "objects" / id.substr(0, 2) / id.substr(2));
    const auto report = built.try_build();
    REQUIRE(code_of(report) == ErrorCode::invalid_content);
    CHECK(report.error().hint == "run git fsck there, or clone it again");
    CHECK(built.found("other") == std::vector<std::string>{"other"});
    built.write("en/new.md", article("Zebra again"));
    CHECK(built.build().added == 1);
}

TEST_CASE("a build reads the commit that the ref names when it begins, and another ref is another content") {
    BareContent built;
    const std::string first = built.git.head();
    built.write("en/new.md", article("Zebra"));
    CHECK(built.build().articles == 2);
    built.ref = first;
    const BuildReport back = built.build();
    CHECK(back.removed == 1);
    CHECK(back.commit == first);
    CHECK_FALSE(built.snapshot()->was_removed("en", "new"));  // in the history of this commit it never was
    built.ref = "no-such";
    CHECK(code_of(built.try_build()) == ErrorCode::not_found);
    CHECK(built.found("other") == std::vector<std::string>{"other"});
}

TEST_CASE("an article has the commit that gave it its text, and none while its text is not committed") {
    BuiltIndex built;
    GitFolder git(built.content.path());
    built.content.write("en/a.md", article("A"));
    git.commit();
    const std::string first = git.head();
    built.content.write("en/b.md", article("B"));
    fs::rename(built.content / "en/a.md", built.content / "en/renamed.md");
    git.commit();
    const std::string second = git.head();
    built.content.write("en/c.md", article("C"));
    built.build();
    const auto before = built.snapshot();
    CHECK(commit_of(*before, "renamed") == first);
    CHECK(commit_of(*before, "b") == second);
    CHECK(commit_of(*before, "c").empty());
    git.commit();
    built.build();
    CHECK(commit_of(*built.snapshot(), "c") == git.head());
    CHECK(commit_of(*built.snapshot(), "b") == second);
}

TEST_CASE("an article behind a link has date and commit of the file that it leads to") {
    BareContent built;
    const auto written = built.write("en/_shared/a.md", article("Shared"));
    const std::string commit = built.git.head();
    fs::create_symlink("_shared/a.md", built.content / "en/a.md");
    built.git.commit();
    built.build();
    CHECK(built.snapshot()->find("en", "a", Audience::customers)->updated == written);
    CHECK(commit_of(*built.snapshot(), "a") == commit);
    const auto rewritten = built.write("en/_shared/a.md", article("Shared", "Zebra."));
    CHECK(built.build().changed == 1);
    CHECK(built.snapshot()->find("en", "a", Audience::customers)->updated == rewritten);
    CHECK(built.found("zebra") == std::vector<std::string>{"a"});
}

TEST_CASE("a change of what articles include writes those again, from a bare repository, too") {
    BareContent built;
    for (int i = 0; i < 20; ++i) built.content.write(fmt::format("en/n{}.md", i), article(fmt::format("N{}", i)));
    built.content.write("en/_part.md", "Nothing special.\n");
    built.write("en/a.md", article("A", "[!INCLUDE[part](_part.md)]"));
    built.build();
    built.write("en/_part.md", "A zebra.\n");
    CHECK(built.build().changed == 1);
    CHECK(built.found("zebra") == std::vector<std::string>{"a"});
    CHECK_FALSE(built.build().published);
}

}  // namespace kb::test
