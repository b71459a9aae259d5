#include <map>

#include <catch2/catch.hpp>

#include "kb/article/synonyms.h"
#include "kb/stats/query_groups.h"
#include "tests/cases/case_folder.h"
#include "tests/world/content_folder.h"
#include "tests/world/little_index.h"

namespace kb::test {

TEST_CASE("queries that ask the same are one group, and no others") {
    LittleIndex index;
    GenerationInfo info;
    info.site.languages = {"ru", "en"};
    index.publish(read_content_folder(std::filesystem::path(OTVET_CASES) / "readings_content").articles, info);
    const Searcher searcher(index.snapshot());
    for_each_case("query_groups", [&](const CaseFolder& one) {
        std::map<std::string, int> groups;  // with the paragraph that each is of
        int paragraph = 0;
        for (const std::string& query : lines_of(one.text("queries"))) {
            if (query.empty()) {
                ++paragraph;
                continue;
            }
            const ReadQuery read = read_query_for_statistics(searcher, query, "");
            INFO(query << " → " << read.group);
            const auto [known, is_new] = groups.emplace(read.group, paragraph);
            CHECK(known->second == paragraph);
            CHECK(groups.size() == static_cast<std::size_t>(paragraph) + 1);
        }
    });
}

}  // namespace kb::test
