#include <catch2/catch.hpp>

#include "kb/search/searcher.h"
#include "tests/cases/case_folder.h"
#include "tests/world/content_folder.h"
#include "tests/world/little_index.h"
#include "tests/world/must.h"

namespace kb::test {

TEST_CASE("a query finds the articles that its case expects, in their order") {
    for_each_case("search", [](const CaseFolder& one) {
        const LittleIndex index(read_content_folder(one.path() / "articles").articles);
        SearchRequest request = asking(one.line("query"), one.line("lang"), one.line("category"));
        if (one.line("audience") == "staff") request.audience = Audience::staff;
        CHECK(slugs(must(Searcher(index.snapshot()).search(request))) == lines_of(one.text("expected")));
    });
}

}  // namespace kb::test
