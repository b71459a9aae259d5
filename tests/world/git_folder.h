// A git repository in a folder, made by the git program away from the user's own settings.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace kb::test {

class GitFolder {
public:
    // Makes an empty repository there.
    explicit GitFolder(std::filesystem::path folder);
    // Makes an empty bare repository, into which the folder is committed.
    GitFolder(std::filesystem::path folder, std::filesystem::path bare);

    const std::filesystem::path& path() const { return path_; }

    // Each commit is a day after the one before; the first is of `first_day`.
    static constexpr std::int64_t first_day = 1'600'000'000, day = 86'400;

    // Runs "git COMMAND" and fails the test when it fails; what it printed, without the newline at the end.
    std::string git(const std::string& command) const;

    // Everything in the folder as it is now. Returns the time of the commit.
    std::int64_t commit();
    std::string head() const { return git("rev-parse HEAD"); }
    std::string blob(std::string_view path, std::string_view commit = "HEAD") const;

    // The time that the next commit will have.
    std::int64_t clock = first_day;

private:
    std::filesystem::path path_, bare_;
};

}  // namespace kb::test
