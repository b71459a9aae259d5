#include <catch2/catch.hpp>

#include "kb/search/message.h"
#include "tests/cases/case_folder.h"

namespace kb::test {

TEST_CASE("of a message remains what its case expects") {
    for_each_case("messages", [](const CaseFolder& one) {
        CHECK(lines_of(read_message(one.line("subject"), one.text("body"))) == lines_of(one.text("expected")));
    });
}

}  // namespace kb::test
