#include <catch2/catch.hpp>

#include "kb/base/base64.h"

namespace kb {

TEST_CASE("base64 gives the values of its standard") {
    CHECK(base64("") == "");
    CHECK(base64("f") == "Zg==");
    CHECK(base64("fo") == "Zm8=");
    CHECK(base64("foobar") == "Zm9vYmFy");
    CHECK(base64("\xFF\xFE\xFD") == "//79");
}

}  // namespace kb
