#include <cstdlib>

#include <catch2/catch.hpp>

#include "kb/source/git_head.h"
#include "tests/world/scratch_folder.h"

namespace kb {

namespace {

// Runs git in `folder`, away from the user's own settings.
bool git(const std::filesystem::path& folder, const std::string& command) {
    const std::string line = "cd '" + folder.string() +
                             "' && HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 git -c user.name=T -c user.email=t@example.com " +
                             command + " >/dev/null 2>&1";
    return std::system(line.c_str()) == 0;
}

}  // namespace

TEST_CASE("a work tree names its commit, and only its root does") {
    const test::ScratchFolder folder;
    CHECK_FALSE(git_head(folder.path()));
    REQUIRE(git(folder.path(), "init"));
    CHECK_FALSE(git_head(folder.path()));  // nothing is committed yet
    folder.write("ru/a.md", "text");
    REQUIRE(git(folder.path(), "add ."));
    REQUIRE(git(folder.path(), "commit -m first"));
    const auto head = git_head(folder.path());
    REQUIRE(head);
    CHECK(head->size() == 40);
    CHECK(head->find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK_FALSE(git_head(folder / "ru"));
    CHECK_FALSE(git_head(folder / "nothing"));
}

}  // namespace kb
