// What is found in a content folder, by the rules that a case looks at.
#include <algorithm>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "indexer/content.h"
#include "kb/source/folder.h"
#include "tests/cases/case_folder.h"
#include "tests/world/dictionaries.h"
#include "tests/world/must.h"

namespace kb::test {

namespace {

// The day of every case.
constexpr std::chrono::sys_days today = std::chrono::year(2026) / 6 / 1;

std::string shown(const Problem& problem) {
    return fmt::format("{}:{}:{} {} {}: {}; {}", problem.at.path, problem.at.line, problem.at.column, problem.severity == Severity::error ? "error" : "warning", problem.rule,
                       problem.what, problem.hint);
}

}  // namespace

TEST_CASE("check finds what its case expects, and nothing else by these rules") {
    for_each_case("check", [](const CaseFolder& one) {
        const FolderSource source = must(FolderSource::open(one.path() / "content"));
        Content content = must(read_content(source, nullptr, dictionaries(), {}));
        check_content(content, today);
        const auto rules = lines_of(one.text("rules"));
        std::vector<std::string> found;
        for (const Problem& problem : content.problems) {
            if (std::find(rules.begin(), rules.end(), problem.rule) != rules.end()) found.push_back(shown(problem));
        }
        const auto expected = lines_of(one.text("expected"));
        INFO(fmt::format("{}", fmt::join(found, "\n")));
        REQUIRE(found.size() == expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) CHECK_THAT(found[i], Catch::StartsWith(expected[i]));
    });
}

}  // namespace kb::test
