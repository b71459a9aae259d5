// An old help center as files, and the content repository that becomes of it.
#include <filesystem>
#include <map>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "indexer/article_import.h"
#include "indexer/content.h"
#include "kb/source/folder.h"
#include "tests/cases/case_folder.h"
#include "tests/world/dictionaries.h"
#include "tests/world/must.h"
#include "tests/world/reported.h"
#include "tests/world/scratch_folder.h"

namespace fs = std::filesystem;

namespace kb::test {

namespace {

ArticleImportRequest request_of(const CaseFolder& one, const fs::path& out) {
    const std::map<std::string, ArticleImportRequest::Kind> kinds = {{"html", ArticleImportRequest::Kind::html},
                                                                     {"markdown", ArticleImportRequest::Kind::markdown},
                                                                     {"zendesk", ArticleImportRequest::Kind::zendesk}};
    ArticleImportRequest request;
    request.kind = kinds.at(one.line("kind", "html"));
    request.source = one.path() / "input";
    request.out = out;
    request.base_url = one.line("base_url");
    request.main = one.line("main");
    request.title = "Help";
    if (fs::exists(one.path() / "files")) request.files = one.path() / "files";
    return request;
}

// Paths, and what is in the text files.
std::map<std::string, std::string> files_in(const fs::path& root) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        if (entry.is_regular_file()) files[fs::relative(entry.path(), root).generic_string()] = content_of(entry.path());
    }
    return files;
}

std::string shown(const std::vector<Problem>& problems) {
    std::string text;
    for (const std::string& line : reported(problems)) text += line + "\n";
    return text;
}

}  // namespace

TEST_CASE("an old help center becomes the content repository that its case expects") {
    for_each_case("import", [](const CaseFolder& one) {
        const ScratchFolder folder;
        const fs::path out = folder / "out";
        const ArticleImportReport report = must(import_articles(request_of(one, out)));
        auto written = files_in(out), expected = files_in(one.path() / "expected");
        written.erase("kb.yaml");
        for (const auto& [path, text] : expected) {
            INFO(path);
            CHECK(written[path] == text);
        }
        for (const auto& [path, text] : written) {
            INFO("not expected: " << path << "\n" << text);
            CHECK(expected.count(path) == 1);
        }
        CHECK(shown(report.problems) == one.optional_text("expected.problems").value_or(""));
    });
}

TEST_CASE("what an import writes is in order for a check, but for what its case expects") {
    for_each_case("import", [](const CaseFolder& one) {
        const ScratchFolder folder;
        must(import_articles(request_of(one, folder / "out")));
        Content content = must(read_content(must(FolderSource::open(folder / "out")), nullptr, dictionaries(), {}));
        // What no old help center has is left for its writers.
        std::erase_if(content.problems, [](const Problem& problem) { return problem.rule == "missing-questions" || problem.rule == "missing-description"; });
        CHECK(shown(content.problems) == one.optional_text("expected.check").value_or(""));
    });
}

}  // namespace kb::test
