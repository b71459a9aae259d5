#include "tests/world/git_folder.h"

#include <array>
#include <cstdio>

#include <catch2/catch.hpp>
#include <fmt/format.h>

namespace kb::test {

GitFolder::GitFolder(std::filesystem::path folder) : path_(std::move(folder)) {
    std::filesystem::create_directories(path_);
    git("init --quiet --initial-branch=main");
}

GitFolder::GitFolder(std::filesystem::path folder, std::filesystem::path bare) : path_(std::move(folder)) {
    git(fmt::format("init --quiet --bare --initial-branch=main '{}'", bare.string()));
    bare_ = std::move(bare);
}

std::string GitFolder::git(const std::string& command) const {
    const std::string place = bare_.empty() ? "" : fmt::format("--git-dir='{}' --work-tree=.", bare_.string());
    const std::string line = fmt::format(
        "cd '{}' && unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE && "
        "HOME=/nonexistent XDG_CONFIG_HOME=/nonexistent GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 "
        "GIT_AUTHOR_NAME=Writer GIT_AUTHOR_EMAIL=writer@example.com GIT_AUTHOR_DATE='@{} +0000' "
        "GIT_COMMITTER_NAME=Writer GIT_COMMITTER_EMAIL=writer@example.com GIT_COMMITTER_DATE='@{} +0000' "
        "git {} -c gc.auto=0 {} 2>&1",
        path_.string(), clock, clock, place, command);
    std::FILE* pipe = ::popen(line.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string output;
    std::array<char, 4096> buffer;
    for (std::size_t size; (size = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
        output.append(buffer.data(), size);
    const int status = ::pclose(pipe);
    if (status != 0) FAIL("git " << command << ": " << output);
    while (output.ends_with('\n')) output.pop_back();
    return output;
}

std::int64_t GitFolder::commit() {
    git("add --all");
    git("commit --quiet --allow-empty --message=change");
    clock += day;
    return clock - day;
}

std::string GitFolder::blob(std::string_view path, std::string_view commit) const {
    return git(fmt::format("rev-parse '{}:{}'", commit, path));
}

}  // namespace kb::test
