#include <algorithm>
#include <charconv>

#include <catch2/catch.hpp>

#include "indexer/build.h"
#include "kb/base/tsv.h"
#include "kb/search/suggester.h"
#include "tests/cases/case_folder.h"
#include "tests/world/dictionaries.h"
#include "tests/world/must.h"
#include "tests/world/scratch_folder.h"

namespace kb::test {

namespace {

constexpr std::size_t shown = 7;  // as many as the pages ask for

// The sample help center, as a build makes it.
std::shared_ptr<const Snapshot> sample(const ScratchFolder& folder) {
    BuildRequest request;
    request.content = OTVET_ARTICLES;
    request.index = folder / "index";
    request.dictionaries = dictionaries();
    request.now = [] { return 1'780'000'000; };
    must(build_index(request));
    return must(Snapshot::open(request.index, request.dictionaries));
}

// Where among the suggestions the address stands, counted from 1; 0 when it does not.
std::size_t rank_of(const std::vector<Suggestion>& suggestions, std::string_view address) {
    const auto found = std::find_if(suggestions.begin(), suggestions.end(),
                                    [&](const Suggestion& suggestion) { return suggestion.url == address; });
    return found == suggestions.end() ? 0 : static_cast<std::size_t>(found - suggestions.begin()) + 1;
}

}  // namespace

TEST_CASE("whoever types sees what a person would hope for, from the letter on that the case names") {
    const ScratchFolder folder;
    const Suggester suggester(sample(folder));
    for_each_case("typing", [&](const CaseFolder& one) {
        const std::string lang = one.line("lang"), table = one.text("session.tsv");
        std::size_t rows = 0;
        each_table_line(table, [&](int number, std::string_view line) {
            const auto row = split(line, '\t');
            INFO("line " << number << ": " << line);
            REQUIRE(row.size() == 3);
            std::size_t worst = 0;
            std::from_chars(row[2].data(), row[2].data() + row[2].size(), worst);
            const auto suggestions = suggester.suggest({std::string(row[0]), lang, shown}).suggestions;
            const std::size_t rank = rank_of(suggestions, row[1]);
            INFO("it stands at " << rank);
            CHECK((rank >= 1 && rank <= worst));
            ++rows;
        });
        CHECK(rows > 1);
    });
}

}  // namespace kb::test
