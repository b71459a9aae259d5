#include <random>

#include <unistd.h>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "kb/base/hash.h"
#include "kb/source/git_history.h"
#include "tests/world/git_folder.h"
#include "tests/world/must.h"
#include "tests/world/scratch_folder.h"
#include "tests/world/without_git_settings.h"

namespace fs = std::filesystem;

namespace kb {

using test::code_of;
using test::GitFolder;
using test::must;
using test::ScratchFolder;

namespace {

GitHistory opened(const fs::path& folder) {
    auto git = must(GitHistory::open(folder));
    REQUIRE(git.has_value());
    return std::move(*git);
}

// Of HEAD.
SourceHistory history(const fs::path& folder, const SourceHistory* known = nullptr) {
    const GitHistory git = opened(folder);
    const auto head = git.head();
    return head ? must(git.read(*head, known)) : SourceHistory();
}

std::vector<std::string> paths(const std::vector<FormerPath>& former) {
    std::vector<std::string> found;
    for (const FormerPath& each : former) found.push_back(each.path);
    return found;
}

std::vector<std::string> paths(const std::map<std::string, PathHistory>& files) {
    std::vector<std::string> found;
    for (const auto& [path, ignored] : files) found.push_back(path);
    return found;
}

using Paths = std::vector<std::string>;

std::string text(std::string_view about) {
    std::string lines;
    for (int i = 0; i < 20; ++i) lines += fmt::format("Line {} is about {}.\n", i, about);
    return lines;
}

struct Repository {
    ScratchFolder folder;
    GitFolder git{folder.path()};

    std::int64_t commit(std::string_view path, std::string_view content) {
        folder.write(path, content);
        return git.commit();
    }
    std::int64_t move(const std::string& from, const std::string& to, std::string_view added = {}) {
        fs::create_directories((folder / to).parent_path());
        fs::rename(folder / from, folder / to);
        if (!added.empty()) folder.write(to, test::content_of(folder / to) + std::string(added));
        return git.commit();
    }
    std::int64_t remove(const std::string& path) {
        fs::remove(folder / path);
        return git.commit();
    }
    SourceHistory history(const SourceHistory* known = nullptr) const { return kb::history(folder.path(), known); }
};

}  // namespace

TEST_CASE("the date of a file is that of the last commit that changed its content") {
    Repository repository;
    const auto first = repository.commit("ru/a.md", text("a"));
    const auto second = repository.commit("ru/b.md", text("b"));
    const auto third = repository.commit("ru/b.md", text("b") + "more");
    fs::permissions(repository.folder / "ru/a.md", fs::perms::owner_exec, fs::perm_options::add);
    repository.git.commit();
    const SourceHistory history = repository.history();
    CHECK(second < third);
    CHECK(history.commit == repository.git.head());
    CHECK(history.present.at("ru/a.md").changed == first);
    CHECK(history.present.at("ru/b.md").changed == third);
    CHECK(history.present.at("ru/a.md").commit == repository.git.git("rev-parse HEAD~3"));
    CHECK(history.present.at("ru/b.md").commit == repository.git.git("rev-parse HEAD~1"));
    CHECK(history.present.at("ru/b.md").blob == git_blob_id(text("b") + "more"));
    CHECK(history.gone.empty());
}

TEST_CASE("the commit of a work tree is the one that is checked out, once there is one") {
    Repository repository;
    CHECK_FALSE(opened(repository.folder.path()).head());
    repository.commit("ru/a.md", text("a"));
    CHECK(opened(repository.folder.path()).head() == repository.git.head());
}

TEST_CASE("a renamed file keeps its date and remembers its path") {
    Repository repository;
    const auto written = repository.commit("ru/a.md", text("a"));
    const auto renamed = repository.move("ru/a.md", "ru/new/b.md");
    const SourceHistory history = repository.history();
    CHECK(paths(history.present) == Paths{"ru/new/b.md"});
    const PathHistory& file = history.present.at("ru/new/b.md");
    CHECK(file.changed == written);
    CHECK(file.commit == repository.git.git("rev-parse HEAD~1"));
    CHECK(file.former == std::vector<FormerPath>{{"ru/a.md", git_blob_id(text("a")), renamed}});
    CHECK(history.gone.empty());
}

TEST_CASE("a file that is renamed with an edit has the new date and the content from before") {
    Repository repository;
    repository.commit("ru/a.md", text("a"));
    const auto renamed = repository.move("ru/a.md", "ru/b.md", "One more line.\n");
    const SourceHistory history = repository.history();
    CHECK(history.present.at("ru/b.md").changed == renamed);
    CHECK(history.present.at("ru/b.md").former[0].blob == git_blob_id(text("a")));
}

TEST_CASE("a chain of renames is followed, the last one first") {
    Repository repository;
    repository.commit("a.md", text("a"));
    repository.move("a.md", "b.md");
    repository.move("b.md", "c.md", "One more line.\n");
    CHECK(paths(repository.history().present.at("c.md").former) == Paths{"b.md", "a.md"});
    repository.move("c.md", "a.md");
    CHECK(paths(repository.history().present.at("a.md").former) == Paths{"c.md", "b.md"});
}

TEST_CASE("a file replaced by an unlike one in the same commit is gone, not renamed") {
    Repository repository;
    repository.commit("a.md", text("a"));
    fs::remove(repository.folder / "a.md");
    repository.commit("b.md", "Something else altogether.\n");
    const SourceHistory history = repository.history();
    CHECK(paths(history.gone) == Paths{"a.md"});
    CHECK(history.present.at("b.md").former.empty());
}

TEST_CASE("a deleted file is known by its last content and its former paths until it comes back") {
    Repository repository;
    repository.commit("a.md", text("a"));
    repository.move("a.md", "b.md");
    repository.commit("b.md", text("a") + "The last words.\n");
    const auto deleted = repository.remove("b.md");
    const SourceHistory without = repository.history();
    CHECK(without.present.empty());
    CHECK(paths(without.gone) == Paths{"b.md"});
    CHECK(without.gone.at("b.md").blob == git_blob_id(text("a") + "The last words.\n"));
    CHECK(paths(without.gone.at("b.md").former) == Paths{"a.md"});
    const auto again = repository.commit("b.md", text("again"));
    CHECK(deleted < again);
    const SourceHistory with = repository.history();
    CHECK(with.gone.empty());
    CHECK(with.present.at("b.md").changed == again);
    CHECK(paths(with.present.at("b.md").former) == Paths{"a.md"});
}

TEST_CASE("a path that was left may be taken by another file and then be gone") {
    Repository repository;
    repository.commit("a.md", text("a"));
    repository.move("a.md", "b.md");
    repository.commit("a.md", "Another one.\n");
    CHECK(paths(repository.history().present) == Paths{"a.md", "b.md"});
    CHECK(repository.history().present.at("a.md").former.empty());
    repository.remove("a.md");
    const SourceHistory history = repository.history();
    CHECK(paths(history.gone) == Paths{"a.md"});
    CHECK(paths(history.present.at("b.md").former) == Paths{"a.md"});
}

TEST_CASE("of a merge only the first parent counts and changes are as old as the merge") {
    Repository repository;
    repository.commit("a.md", text("a"));
    repository.git.git("checkout --quiet -b side");
    repository.commit("side.md", text("side"));
    repository.move("side.md", "end.md");
    repository.git.git("checkout --quiet main");
    const auto main = repository.commit("b.md", text("b"));
    const auto merged = repository.git.clock;
    repository.git.git("merge --quiet --no-ff --message=merge side");
    const SourceHistory history = repository.history();
    CHECK(history.present.at("b.md").changed == main);
    CHECK(history.present.at("end.md").changed == merged);
    CHECK(history.present.at("end.md").former.empty());
    CHECK(history.gone.empty());
}

TEST_CASE("only Markdown files that a listing would have are followed") {
    Repository repository;
    for (const char* path : {"a.md", "b.markdown", "picture.svg", "kb.yaml", ".github/c.md", ".d.md"})
        repository.folder.write(path, text(path));
    fs::create_symlink("a.md", repository.folder / "link.md");
    repository.git.commit();
    CHECK(paths(repository.history().present) == Paths{"a.md", "b.markdown"});
    repository.move("a.md", "a.txt");
    fs::remove(repository.folder / "link.md");
    repository.commit("link.md", text("now a file"));
    CHECK(paths(repository.history().present) == Paths{"b.markdown", "link.md"});
    CHECK(paths(repository.history().gone) == Paths{"a.md"});
}

TEST_CASE("a folder that becomes a file of the same name is no riddle") {
    Repository repository;
    repository.commit("a.md/b.md", text("b"));
    fs::rename(repository.folder / "a.md", repository.folder / "gone");
    repository.commit("a.md", text("a file"));
    CHECK(paths(repository.history().present) == Paths{"a.md", "gone/b.md"});
    CHECK(paths(repository.history().present.at("gone/b.md").former) == Paths{"a.md/b.md"});
}

TEST_CASE("a repository without commits has an empty history, and a plain folder none") {
    const ScratchFolder plain;
    CHECK_FALSE(must(GitHistory::open(plain.path())));
    CHECK_FALSE(must(GitHistory::open(plain / "nothing")));
    Repository repository;
    repository.folder.write("ru/a.md", text("a"));
    CHECK(repository.history() == SourceHistory());
    const SourceHistory empty;
    repository.git.commit();
    CHECK(paths(repository.history(&empty).present) == Paths{"ru/a.md"});
    CHECK_FALSE(must(GitHistory::open(repository.folder / "ru")));
}

TEST_CASE("the history of a bare repository is that of the work tree it came from, for any commit") {
    Repository repository;
    repository.commit("a.md", text("a"));
    repository.move("a.md", "b.md");
    const SourceHistory before = repository.history();
    repository.commit("c.md", text("c"));
    const ScratchFolder folder;
    const std::string bare = (folder / "bare.git").string();
    repository.git.git(fmt::format("clone --quiet --bare . '{}'", bare));
    const GitHistory git = opened(bare);
    CHECK(git.head() == repository.git.head());
    CHECK(history(bare) == repository.history());
    CHECK(must(git.read(before.commit, nullptr)) == before);
    const SourceHistory after = history(bare);
    CHECK(must(git.read(before.commit, &after)) == before);
    CHECK(code_of(git.read(std::string(40, '1'), nullptr)) == ErrorCode::invalid_content);
}

TEST_CASE("a shallow clone begins where it was cut off") {
    Repository repository;
    repository.commit("a.md", text("a"));
    const auto second = repository.commit("b.md", text("b"));
    const auto third = repository.move("b.md", "c.md", "One more line.\n");
    const ScratchFolder folder;
    repository.git.git(fmt::format("clone --quiet --depth=2 'file://{}' '{}'", repository.folder.path().string(),
                                   (folder / "clone").string()));
    const SourceHistory shallow = history(folder / "clone");
    CHECK(shallow.present.at("a.md").changed == second);
    CHECK(shallow.present.at("c.md").changed == third);
    CHECK(paths(shallow.present.at("c.md").former) == Paths{"b.md"});
    CHECK(history(folder / "clone", &shallow) == shallow);

    repository.git.git(fmt::format("-C '{}' fetch --quiet --unshallow", (folder / "clone").string()));
    const SourceHistory whole = history(folder / "clone", &shallow);
    CHECK(whole == repository.history());
    repository.git.git(fmt::format("-C '{}' fetch --quiet --depth=2", (folder / "clone").string()));
    CHECK(history(folder / "clone", &whole) == shallow);
}

TEST_CASE("after a force push the history is that of the new line only") {
    Repository repository;
    repository.commit("a.md", text("a"));
    repository.commit("b.md", text("b"));
    repository.move("b.md", "c.md");
    const SourceHistory before = repository.history();
    repository.git.git("reset --quiet --hard HEAD~2");
    repository.commit("d.md", text("d"));
    const SourceHistory after = repository.history(&before);
    CHECK(paths(after.present) == Paths{"a.md", "d.md"});
    CHECK(after == repository.history());
    repository.git.git("reset --quiet --hard HEAD~1");
    CHECK(repository.history(&after) == repository.history());
}

TEST_CASE("a history read on from any earlier one is the same as one read at once") {
    const unsigned seed = GENERATE(1u, 2u, 3u);
    std::mt19937 random(seed);
    Repository repository;
    const auto any_path = [&random] { return fmt::format("{}/{}.md", random() % 3, random() % 6); };
    std::vector<SourceHistory> earlier = {SourceHistory()};
    repository.git.commit();
    for (int round = 0; round < 40; ++round) {
        const std::string from = any_path(), to = any_path();
        switch (random() % 5) {
            case 0: fs::remove(repository.folder / from); break;
            case 1:
            case 2:
                if (!fs::exists(repository.folder / from)) break;
                fs::create_directories((repository.folder / to).parent_path());
                fs::rename(repository.folder / from, repository.folder / to);
                if (random() % 2 == 0)
                    repository.folder.write(
                        to, test::content_of(repository.folder / to) + fmt::format("Line {}.\n", round));
                break;
            default: repository.folder.write(from, text(fmt::format("{}", random() % 9))); break;
        }
        if (round > 5 && random() % 12 == 0) repository.git.git("reset --quiet --soft HEAD~3");
        if (random() % 8 == 0) {
            repository.git.git("checkout --quiet -B side");
            repository.git.commit();
            repository.git.git("checkout --quiet main");
            repository.git.git("merge --quiet --no-ff --message=merge side");
        }
        repository.git.commit();
        INFO("seed " << seed << ", round " << round);
        const SourceHistory whole = repository.history();
        CHECK(repository.history(&earlier.back()) == whole);
        CHECK(repository.history(&earlier[random() % earlier.size()]) == whole);
        earlier.push_back(whole);
    }
    CHECK(earlier.back().gone.size() + earlier.back().present.size() > 5);
}

TEST_CASE("former contents are read within a limit") {
    Repository repository;
    repository.commit("a.md", text("a"));
    repository.remove("a.md");
    const GitHistory git = opened(repository.folder.path());
    CHECK(must(git.blob(git_blob_id(text("a")), 10'000)) == text("a"));
    CHECK(code_of(git.blob(git_blob_id(text("a")), 10)) == ErrorCode::limit_exceeded);
    CHECK(code_of(git.blob(git_blob_id("never committed"), 10)) == ErrorCode::not_found);
    CHECK(code_of(git.blob("no id", 10)) == ErrorCode::not_found);
}

TEST_CASE("a file with line ends as .gitattributes want them is the one that was committed") {
    Repository repository;
    repository.folder.write(".gitattributes", "*.md text eol=crlf\n");
    repository.commit("a.md", "One\r\nTwo\r\n");
    const GitHistory git = opened(repository.folder.path());
    CHECK(git.blob_of_file("a.md") == repository.git.blob("a.md"));
    CHECK(git.blob_of_file("a.md") == git_blob_id("One\nTwo\n"));
    CHECK(git.blob_of_file("b.md").empty());
}

TEST_CASE("a repository that lacks objects is an error with a cure") {
    Repository repository;
    repository.commit("ru/a.md", text("a"));
    const std::string tree = repository.git.blob("ru");
    fs::remove(repository.folder / ".git/objects" / tree.substr(0, 2) / tree.substr(2));
    const auto read = opened(repository.folder.path()).read(repository.git.head(), nullptr);
    REQUIRE(code_of(read) == ErrorCode::invalid_content);
    CHECK(read.error().hint == "run git fsck there, or clone it again");
}

TEST_CASE("a repository of another user is refused with the command that allows it") {
    if (::getuid() != 0) return;  // only root may give files away
    Repository repository;
    repository.commit("a.md", text("a"));
    for (const fs::path& path : {repository.folder.path(), repository.folder / ".git"})
        REQUIRE(::chown(path.c_str(), 12345, 12345) == 0);
    const test::WithoutGitSettings without_settings;
    const auto git = GitHistory::open(repository.folder.path());
    REQUIRE(code_of(git) == ErrorCode::unreadable);
    CHECK(git.error().hint ==
          "build as its owner, or run as root: git config --system --add safe.directory " + repository.folder.path().string());
}

}  // namespace kb
