// Cases are folders of files: what is given, and what is expected of it. See ../README.md.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kb::test {

class CaseFolder {
public:
    explicit CaseFolder(std::filesystem::path path) : path_(std::move(path)) {}

    const std::filesystem::path& path() const { return path_; }
    std::string name() const { return path_.filename().string(); }

    // A file of the case; fails the test when it is missing, or nothing.
    std::string text(std::string_view file) const;
    std::optional<std::string> optional_text(std::string_view file) const;
    // The one line of a file, or what is used without the file.
    std::string line(std::string_view file, std::string_view otherwise = {}) const;

private:
    std::filesystem::path path_;
};

// Runs every case of a kind ("search", …) as a section of the calling test. Finding none fails the test.
void for_each_case(std::string_view kind, const std::function<void(const CaseFolder&)>& run);

std::vector<std::string> lines_of(std::string_view text);

}  // namespace kb::test
