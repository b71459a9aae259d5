#include "tests/cases/case_folder.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/world/scratch_folder.h"

namespace fs = std::filesystem;

namespace kb::test {

std::string CaseFolder::text(std::string_view file) const {
    return content_of(path_ / file);
}

std::optional<std::string> CaseFolder::optional_text(std::string_view file) const {
    if (!fs::exists(path_ / file)) return {};
    return text(file);
}

std::string CaseFolder::line(std::string_view file, std::string_view otherwise) const {
    const auto content = optional_text(file);
    return content ? content->substr(0, content->find('\n')) : std::string(otherwise);
}

void for_each_case(std::string_view kind, const std::function<void(const CaseFolder&)>& run) {
    std::vector<fs::path> folders;
    for (const auto& entry : fs::directory_iterator(fs::path(OTVET_CASES) / kind)) {
        if (entry.is_directory()) folders.push_back(entry.path());
    }
    std::sort(folders.begin(), folders.end());
    REQUIRE_FALSE(folders.empty());
    for (const fs::path& folder : folders) {
        const CaseFolder one(folder);
        DYNAMIC_SECTION(one.name()) { run(one); }
    }
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return lines;
}

}  // namespace kb::test
