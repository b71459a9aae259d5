#include <unistd.h>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

#include "kb/base/hash.h"
#include "kb/source/commit_source.h"
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

using Paths = std::vector<std::string>;

Paths paths(const SourceListing& listing) {
    Paths found;
    for (const SourceFile& file : listing.files) found.push_back(file.path);
    return found;
}

// "path: what", sorted.
Paths problems(const SourceListing& listing) {
    Paths found;
    for (const Problem& problem : listing.problems) found.push_back(problem.at.path + ": " + problem.what);
    std::sort(found.begin(), found.end());
    return found;
}

using Ref = std::optional<std::string>;

std::unique_ptr<const Source> opened(const fs::path& place, const Ref& ref = {}) {
    return must(Source::open(place, ref));
}

// What is said when a ref cannot be read; empty when it can.
Error refusal(const fs::path& place, const Ref& ref = {}) {
    const auto source = Source::open(place, ref);
    return source ? Error{ErrorCode::io, "", "", {}} : source.error();
}

struct Repository {
    ScratchFolder folder;
    GitFolder git{folder / "work"};

    fs::path work() const { return folder / "work"; }
    std::int64_t commit(const std::string& path, std::string_view content) {
        folder.write("work/" + path, content);
        return git.commit();
    }
    // A bare clone, with what `git clone` is told beside.
    fs::path bare(const std::string& options = {}) const {
        const fs::path place = folder / "bare.git";
        git.git(fmt::format("clone --quiet --bare {} 'file://{}' '{}'", options, work().string(), place.string()));
        return place;
    }
};

}  // namespace

TEST_CASE("a bare repository has the files of HEAD, and those of any commit that a ref names") {
    Repository repository;
    const auto first = repository.commit("ru/a.md", "one");
    repository.git.git("tag light");
    repository.git.git("tag --annotate --message=words heavy");
    const std::string id = repository.git.head();
    repository.folder.write("work/.hidden.md", "no");
    repository.commit("ru/a/b.md", "two");
    const fs::path bare = repository.bare();
    const auto head = opened(bare);
    CHECK(head->commit() == repository.git.head());
    CHECK(paths(must(head->list())) == Paths{"ru/a.md", "ru/a/b.md"});
    CHECK(must(head->read("ru/a/b.md")) == "two");
    CHECK(must(head->read("./ru/../ru/a.md")) == "one");
    for (const std::string& ref : {std::string("light"), std::string("heavy"), id, id.substr(0, 10), std::string("HEAD~1"),
                                   std::string("refs/tags/light"), std::string("main~1")}) {
        INFO(ref);
        const auto source = opened(bare, ref);
        CHECK(source->commit() == id);
        const auto listing = must(source->list());
        CHECK(paths(listing) == Paths{"ru/a.md"});
        CHECK(listing.files[0].version == git_blob_id("one"));
        CHECK(listing.files[0].modified == first);
    }
}

TEST_CASE("a work tree is read from disk, unless a ref is given") {
    Repository repository;
    repository.commit("ru/a.md", "one");
    repository.folder.write("work/ru/a.md", "edited");
    const auto disk = opened(repository.work());
    CHECK(must(disk->read("ru/a.md")) == "edited");
    CHECK_FALSE(disk->commit());
    CHECK(must(opened(repository.work(), "main")->read("ru/a.md")) == "one");
    CHECK(must(opened(repository.work() / ".git")->read("ru/a.md")) == "one");
    repository.git.git("worktree add --quiet ../second");
    CHECK_FALSE(opened(repository.folder / "second")->commit());
    CHECK(opened(repository.folder / "second", "HEAD")->commit() == repository.git.head());
}

TEST_CASE("a ref that is not there names those that are near") {
    Repository repository;
    repository.commit("a.md", "one");
    for (const char* branch : {"release-2026", "feature/search", "wip"}) repository.git.git(std::string("branch ") + branch);
    const auto hint = [&](const char* ref) {
        const Error error = refusal(repository.work(), ref);
        CHECK(error.code == ErrorCode::not_found);
        return error.hint;
    };
    CHECK(hint("mian") == "give --ref main");
    CHECK(hint("release-2025") == "give --ref release-2026");
    CHECK(hint("refs/heads/search") == "give --ref feature/search");
    CHECK(hint("quite-another") == "give --ref feature/search or main or release-2026");
    CHECK(refusal(repository.work(), "main^{tree}").code == ErrorCode::invalid_argument);
    CHECK(refusal(repository.work(), "").code == ErrorCode::not_found);
}

TEST_CASE("a ref needs the root of a repository") {
    Repository repository;
    repository.commit("ru/a.md", "one");
    const ScratchFolder plain;
    CHECK(refusal(plain.path(), "main").hint == "leave out --ref, or give a repository");
    CHECK(refusal(repository.work() / "ru", "main").hint == fmt::format("give --content {}, or leave out --ref", repository.work().string()));
    CHECK(refusal(plain / "nothing", "main").code == ErrorCode::not_found);
    CHECK(refusal(plain / "nothing").code == ErrorCode::not_found);
}

TEST_CASE("a bare repository whose HEAD has no commits says which branch has") {
    Repository repository;
    CHECK(refusal(repository.work() / ".git").hint == "push a branch first");
    repository.commit("a.md", "one");
    const fs::path bare = repository.bare();
    GitFolder(repository.folder / "other").git(fmt::format("-C '{}' symbolic-ref HEAD refs/heads/master", bare.string()));
    const Error error = refusal(bare);
    CHECK(error.what == "HEAD names refs/heads/master, which has no commits");
    CHECK(error.hint == "give --ref main, or run: git symbolic-ref HEAD refs/heads/main");
}

TEST_CASE("in a commit links are followed within it only") {
    Repository repository;
    const auto link = [&](const char* to, const std::string& name) {
        fs::create_directories((repository.work() / name).parent_path());
        fs::create_symlink(to, repository.work() / name);
    };
    repository.folder.write("work/ru/a.md", "text");
    repository.folder.write("work/.shared/b.md", "hidden");
    repository.folder.write("secret.md", "outside");
    link("../ru/a.md", "en/a.md");
    link("../ru", "en/all");
    link("all/a.md", "en/twice.md");
    link("../../secret.md", "en/out.md");
    link("/etc/passwd", "en/absolute.md");
    link("../.shared/b.md", "en/hidden.md");
    link("gone.md", "en/dangling.md");
    link("ring.md", "en/ring.md");
    link(".", "en/self");
    link("..", "en/up");
    repository.git.commit();
    const auto source = opened(repository.bare());
    const auto listing = must(source->list());
    CHECK(paths(listing) == Paths{"en/a.md", "en/all/a.md", "en/twice.md", "ru/a.md"});
    for (std::size_t i = 0; i < 3; ++i) CHECK(listing.files[i].behind == "ru/a.md");
    CHECK(listing.files[3].behind.empty());
    CHECK(must(source->read("en/twice.md")) == "text");
    CHECK(problems(listing) == Paths{"en/absolute.md: a link that leads out of the content folder",
                                     "en/dangling.md: a link that leads nowhere",
                                     "en/hidden.md: a link that leads to a hidden name",
                                     "en/out.md: a link that leads out of the content folder",
                                     "en/ring.md: a link that leads nowhere",
                                     "en/self: a link that leads back into its own folder",
                                     "en/up: a link that leads back into its own folder"});
    CHECK(code_of(source->read("en/out.md")) == ErrorCode::unreadable);
    // As the same files on disk, but for links that are absolute there.
    const auto disk = opened(repository.work());
    CHECK(paths(must(disk->list())) == paths(listing));
    CHECK(problems(must(disk->list())) == problems(listing));
}

TEST_CASE("names that are not plain UTF-8, deep folders and submodules are reported") {
    Repository repository;
    repository.folder.write("work/ru/\xE4.md", "Latin-1");
    repository.folder.write("work/ru/имя с пробелом.md", "text");
    std::string deep;
    for (int i = 0; i < 40; ++i) deep += "d/";
    repository.folder.write("work/" + deep + "a.md", "text");
    repository.git.commit();
    repository.git.git(fmt::format("update-index --add --cacheinfo 160000,{},shared", repository.git.head()));
    repository.git.git("commit --quiet --message=submodule");
    const auto listing = must(opened(repository.bare())->list());
    CHECK(paths(listing) == Paths{"ru/имя с пробелом.md"});
    REQUIRE(listing.problems.size() == 3);
    CHECK(problems(listing)[1] == "ru/: a file name that is not plain UTF-8 text");
    CHECK(problems(listing)[2] == "shared: a submodule: its files are in another repository, and are left out");
    CHECK(problems(listing)[0].ends_with("folders nested beyond 32 levels"));
    for (const Problem& problem : listing.problems) CHECK_FALSE(problem.hint.empty());
}

TEST_CASE("a file of a commit is read within its limit, and never by a hidden name") {
    Repository repository;
    repository.commit("ru/.a.md", "hidden");
    repository.commit("ru/a.md", "text");
    const auto source = opened(repository.bare());
    CHECK(code_of(source->read("ru/.a.md")) == ErrorCode::unreadable);
    CHECK(code_of(source->read("../ru/a.md")) == ErrorCode::not_found);
    CHECK(code_of(source->read("ru")) == ErrorCode::not_found);
    const auto large = source->read("ru/a.md", 3);
    REQUIRE(code_of(large) == ErrorCode::limit_exceeded);
    CHECK(large.error().at.path == "ru/a.md");
}

TEST_CASE("a shallow clone has all files of its commits, and says what it was cut off from") {
    Repository repository;
    for (const char* text : {"one", "two", "three"}) repository.commit("a.md", text);
    const fs::path bare = repository.bare("--depth=2");
    CHECK(must(opened(bare)->read("a.md")) == "three");
    CHECK(must(opened(bare, "HEAD~1")->read("a.md")) == "two");
    const Error error = refusal(bare, "HEAD~2");
    CHECK(error.what == "there is no 'HEAD~2' in this shallow clone");
    CHECK(error.hint == "run git fetch --unshallow there");
}

TEST_CASE("a commit of which a part is missing is refused whole, with the cure") {
#ifdef __SANITIZE_ADDRESS__
    const __lsan::ScopedDisabler known_leak;  // libgit2 1.5 keeps some of what it read of what it refuses
#endif
    Repository repository;
    repository.commit("ru/a.md", "one");
    repository.git.git("config uploadpack.allowFilter true");
    const Error partial = refusal(repository.bare("--filter=blob:none"));
    CHECK(partial.hint == "clone it again without --filter");
    const auto remove = [&](const std::string& id) { fs::remove(repository.work() / ".git/objects" / id.substr(0, 2) / id.substr(2)); };
    remove(repository.git.blob("ru/a.md"));
    CHECK(refusal(repository.work(), "main").what.starts_with("the git repository lacks 'ru/a.md' of commit "));
    remove(repository.git.git("rev-parse HEAD:ru"));
    CHECK(refusal(repository.work(), "main").what.starts_with("the git repository lacks 'ru' of commit "));
    remove(repository.git.head());
    const Error error = refusal(repository.work(), "refs/heads/main");
    CHECK(error.code == ErrorCode::invalid_content);
    CHECK(error.hint == "run git fsck there, or clone it again");
}

TEST_CASE("a bare repository of another user is refused with the command that allows it") {
    if (::getuid() != 0) return;  // only root may give files away
    Repository repository;
    repository.commit("a.md", "one");
    const fs::path bare = repository.bare();
    REQUIRE(::chown(bare.c_str(), 12345, 12345) == 0);
    const test::WithoutGitSettings without_settings;
    const Error error = refusal(bare);
    REQUIRE(error.code == ErrorCode::unreadable);
    CHECK(error.hint == "build as its owner, or run as root: git config --system --add safe.directory " + bare.string());
}

}  // namespace kb
