#include "kb/base/tsv.h"

#include <string>

#include <catch2/catch.hpp>

namespace kb {

using Fields = std::vector<std::string_view>;

TEST_CASE("A table's line has the fields that somebody filled in") {
    CHECK(table_fields("ru\tвход\tvhod") == Fields{"ru", "вход", "vhod"});
    CHECK(table_fields("ru\tвход\tvhod\t\t\t") == Fields{"ru", "вход", "vhod"});
    CHECK(table_fields("\t\tvhod") == Fields{"", "", "vhod"});
    CHECK(table_fields("\t\t").empty());
}

TEST_CASE("Lines are numbered as an editor numbers them, and end as Unix or Windows ends them") {
    std::string seen;
    each_table_line("# about\r\n\r\nfirst\r\n \t\nsecond", [&](int number, std::string_view line) { seen += std::to_string(number) + ":" + std::string(line) + ";"; });
    CHECK(seen == "3:first;5:second;");
}

}  // namespace kb
