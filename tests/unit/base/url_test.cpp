#include <catch2/catch.hpp>

#include "kb/base/url.h"

namespace kb {

TEST_CASE("addresses that we write are encoded") {
    CHECK(encode_query_value("a b&c=д") == "a%20b%26c%3D%D0%B4");
    CHECK(encode_path("/a b/д\"<") == "/a%20b/%D0%B4%22%3C");
}

}  // namespace kb
