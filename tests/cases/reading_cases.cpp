#include <catch2/catch.hpp>

#include "kb/article/synonyms.h"
#include "kb/base/files.h"
#include "kb/base/tsv.h"
#include "kb/search/searcher.h"
#include "kb/search/suggester.h"
#include "tests/cases/case_folder.h"
#include "tests/world/content_folder.h"
#include "tests/world/little_index.h"
#include "tests/world/must.h"

namespace kb::test {

namespace {

// One help center for all cases.
const std::shared_ptr<const Snapshot>& snapshot() {
    static const std::shared_ptr<const Snapshot> opened = [] {
        const std::filesystem::path folder = std::filesystem::path(OTVET_CASES) / "readings_content";
        static LittleIndex index;
        GenerationInfo info;
        info.site.languages = {"ru", "en"};
        info.synonyms = parse_synonyms(must(read_file(folder / "synonyms.tsv", 10'000)), "synonyms.tsv").rules;
        index.publish(read_content_folder(folder).articles, info);
        return index.snapshot();
    }();
    return opened;
}

// The lines of a table whose fields are at least so many.
std::vector<std::vector<std::string_view>> rows_of(std::string_view table, std::size_t fields) {
    std::vector<std::vector<std::string_view>> rows;
    each_table_line(table, [&](int number, std::string_view line) {
        rows.push_back(split(line, '\t'));
        INFO("line " << number);
        REQUIRE(rows.back().size() >= fields);
    });
    return rows;
}

}  // namespace

TEST_CASE("a query is read as its case says, and answered accordingly") {
    const Searcher searcher(snapshot());
    for_each_case("readings", [&](const CaseFolder& one) {
        const std::string table = one.text("queries.tsv");
        for (const auto& row : rows_of(table, 4)) {
            INFO("query: " << row[0]);
            const Results results = must(searcher.search(asking(std::string(row[0]))));
            CHECK((results.interpretation ? results.interpretation->kind : "-") == row[1]);
            CHECK((results.interpretation ? results.interpretation->text : results.query) == row[2]);
            CHECK((results.hits.empty() ? "-" : results.hits.front().slug) == row[3]);
            SearchRequest verbatim = asking(std::string(row[0]));
            verbatim.verbatim = true;
            CHECK_FALSE(must(searcher.search(verbatim)).interpretation);
        }
    });
}

TEST_CASE("suggestions are read in the same way") {
    const Suggester suggester(snapshot());
    for_each_case("readings", [&](const CaseFolder& one) {
        const std::string table = one.optional_text("suggestions.tsv").value_or("");
        for (const auto& row : rows_of(table, 2)) {
            INFO("typed: " << row[0]);
            const auto suggestions = suggester.suggest({std::string(row[0]), "", 5}).suggestions;
            REQUIRE_FALSE(suggestions.empty());
            CHECK(suggestions.front().text == row[1]);
        }
    });
}

}  // namespace kb::test
