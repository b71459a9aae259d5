#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "kb/source/folder.h"
#include "tests/world/must.h"
#include "tests/world/reported.h"
#include "tests/world/scratch_folder.h"

namespace fs = std::filesystem;

namespace kb {

using test::code_of;
using test::must;
using test::reported;
using test::ScratchFolder;

namespace {

std::vector<std::string> paths(const SourceListing& listing) {
    std::vector<std::string> found;
    for (const SourceFile& file : listing.files) found.push_back(file.path);
    return found;
}

using Paths = std::vector<std::string>;

}  // namespace

TEST_CASE("a listing is sorted by path and leaves hidden names out") {
    const ScratchFolder folder;
    for (const char* name : {"ru/b.md", "ru/a.md", "ru/a/z.md", "en/c.md", "kb.yaml", ".git/config", "ru/.draft.md.swp"})
        folder.write(name, "text");
    const auto listing = must(must(FolderSource::open(folder.path())).list());
    CHECK(paths(listing) == Paths{"en/c.md", "kb.yaml", "ru/a.md", "ru/a/z.md", "ru/b.md"});
    CHECK(listing.problems.empty());
    CHECK(listing.files[0].modified > 1'500'000'000);
    CHECK(listing.files[0].touched >= listing.files[0].modified);
}

TEST_CASE("a file has another version once it is written or replaced, even with its old size and time") {
    const ScratchFolder folder;
    folder.write("a.md", "text");
    const FolderSource source = must(FolderSource::open(folder.path()));
    const auto version = [&source] { return must(source.list()).files.at(0).version; };
    const std::string first = version();
    CHECK(version() == first);
    const auto time = fs::last_write_time(folder / "a.md");
    folder.write("b.md", "TEXT");
    fs::rename(folder / "b.md", folder / "a.md");
    fs::last_write_time(folder / "a.md", time);
    CHECK(version() != first);
}

TEST_CASE("a link that leads outside is reported and never read") {
    const ScratchFolder outside, folder;
    outside.write("secret.md", "secret");
    outside.write("folder/more.md", "secret");
    folder.write("ru/a.md", "text");
    fs::create_symlink(outside / "secret.md", folder / "ru/file.md");
    fs::create_symlink(outside / "folder", folder / "ru/folder");
    const FolderSource source = must(FolderSource::open(folder.path()));
    const auto listing = must(source.list());
    CHECK(paths(listing) == Paths{"ru/a.md"});
    CHECK(listing.problems.size() == 2);
    for (const Problem& problem : listing.problems) CHECK(problem.what == "a link that leads out of the content folder");
    CHECK(code_of(source.read("ru/file.md")) == ErrorCode::unreadable);
    CHECK(code_of(source.read("ru/folder/more.md")) == ErrorCode::unreadable);
}

TEST_CASE("links in circles and to nowhere are reported, and listing ends") {
    const ScratchFolder folder;
    folder.write("ru/a.md", "text");
    fs::create_symlink(".", folder / "ru/self");
    fs::create_symlink("..", folder / "ru/up");
    fs::create_symlink("ring", folder / "ru/ring");
    fs::create_symlink("gone.md", folder / "ru/dangling.md");
    const auto listing = must(must(FolderSource::open(folder.path())).list());
    CHECK(paths(listing) == Paths{"ru/a.md"});
    CHECK(listing.problems.size() == 4);
}

TEST_CASE("a link within the folder is followed") {
    const ScratchFolder folder;
    folder.write("ru/a.md", "text");
    fs::create_symlink("../ru/a.md", folder.write("en/b.md", "").parent_path() / "a.md");
    const FolderSource source = must(FolderSource::open(folder.path()));
    const auto listing = must(source.list());
    CHECK(paths(listing) == Paths{"en/a.md", "en/b.md", "ru/a.md"});
    CHECK(listing.files[0].behind == "ru/a.md");
    CHECK(listing.files[1].behind.empty());
    CHECK(must(source.read("en/a.md")) == "text");
}

TEST_CASE("a link to a hidden name is reported and never read") {
    const ScratchFolder folder;
    folder.write(".git/config", "token");
    fs::create_directory(folder / "ru");
    fs::create_symlink("../.git/config", folder / "ru/a.md");
    fs::create_symlink("../.git", folder / "ru/b");
    const FolderSource source = must(FolderSource::open(folder.path()));
    const auto listing = must(source.list());
    CHECK(listing.files.empty());
    REQUIRE(listing.problems.size() == 2);
    for (const Problem& problem : listing.problems) CHECK(problem.what == "a link that leads to a hidden name");
    CHECK(code_of(source.read("ru/a.md")) == ErrorCode::unreadable);
    CHECK(code_of(source.read("ru/b/config")) == ErrorCode::unreadable);
}

TEST_CASE("a pointer of Git LFS is not taken for the file") {
    const ScratchFolder folder;
    const std::string begin = "version https://git-lfs.github.com/spec/v1\n";
    folder.write("a.png", begin + "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n");
    folder.write("b.md", begin + "is how a pointer begins.\n");
    const FolderSource source = must(FolderSource::open(folder.path()));
    const auto pointer = source.read("a.png");
    REQUIRE(code_of(pointer) == ErrorCode::unreadable);
    CHECK(pointer.error().hint.find("git lfs pull") != std::string::npos);
    CHECK(source.read("b.md"));
}

TEST_CASE("names that are not plain UTF-8 and things that are not files are reported") {
    const ScratchFolder folder;
    folder.write("ru/\xE4.md", "Latin-1");
    folder.write("ru/line\nbreak.md", "text");
    folder.write("ru/имя с пробелом.md", "text");
    REQUIRE(::mkfifo((folder / "ru/pipe.md").c_str(), 0600) == 0);
    const auto listing = must(must(FolderSource::open(folder.path())).list());
    CHECK(paths(listing) == Paths{"ru/имя с пробелом.md"});
    CHECK(listing.problems.size() == 3);
}

TEST_CASE("folders nested too deeply are reported") {
    const ScratchFolder folder;
    std::string deep;
    for (int i = 0; i < 40; ++i) deep += "d/";
    folder.write(deep + "a.md", "text");
    const auto listing = must(must(FolderSource::open(folder.path())).list());
    CHECK(listing.files.empty());
    REQUIRE(listing.problems.size() == 1);
    CHECK(listing.problems[0].what == "folders nested beyond 32 levels");
}

TEST_CASE("a folder that this user may not list is reported, and the others are read") {
    if (::getuid() == 0) return;  // root may list anything
    const ScratchFolder folder;
    folder.write("ru/a.md", "text");
    fs::create_directory(folder / "locked");
    fs::permissions(folder / "locked", fs::perms::none);
    const auto listing = must(must(FolderSource::open(folder.path())).list());
    fs::permissions(folder / "locked", fs::perms::owner_all);
    CHECK(paths(listing) == Paths{"ru/a.md"});
    CHECK(reported(listing.problems).size() == 1);
}

TEST_CASE("a file is read below the root only, within its limit, and never from hidden folders") {
    const ScratchFolder folder;
    folder.write("secret", "outside");
    folder.write("content/ru/a.md", "text");
    folder.write("content/.git/config", "token");
    const FolderSource source = must(FolderSource::open(folder / "content"));
    CHECK(must(source.read("ru/a.md")) == "text");
    CHECK(code_of(source.read("../secret")) == ErrorCode::unreadable);
    CHECK(code_of(source.read("ru/../../secret")) == ErrorCode::unreadable);
    CHECK(code_of(source.read((folder / "secret").string())) == ErrorCode::unreadable);
    CHECK(code_of(source.read(".git/config")) == ErrorCode::unreadable);
    CHECK(code_of(source.read("ru/b.md")) == ErrorCode::not_found);
    CHECK(code_of(source.read("ru")) == ErrorCode::unreadable);
    const auto large = source.read("ru/a.md", 3);
    REQUIRE_FALSE(large);
    CHECK(large.error().code == ErrorCode::limit_exceeded);
    CHECK(large.error().at.path == "ru/a.md");
}

TEST_CASE("a root that is missing or no folder is refused with a hint") {
    const ScratchFolder folder;
    CHECK(code_of(FolderSource::open(folder / "nothing")) == ErrorCode::not_found);
    const auto file = FolderSource::open(folder.write("file", ""));
    CHECK(code_of(file) == ErrorCode::invalid_argument);
    CHECK_FALSE(file.error().hint.empty());
}

}  // namespace kb
