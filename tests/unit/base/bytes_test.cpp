#include <limits>

#include <catch2/catch.hpp>

#include "kb/base/bytes.h"

namespace kb {

TEST_CASE("values written one after another are read back") {
    ByteWriter out;
    for (const std::uint64_t n : {0ull, 1ull, 127ull, 128ull, 300ull, 1ull << 35}) out.number(n);
    out.number(std::numeric_limits<std::uint64_t>::max());
    out.string("");
    out.string("ёж");
    out.fixed32(0xDEADBEEF);

    ByteReader in(out.bytes());
    for (const std::uint64_t n : {0ull, 1ull, 127ull, 128ull, 300ull, 1ull << 35}) CHECK(in.number() == n);
    CHECK(in.number() == std::numeric_limits<std::uint64_t>::max());
    CHECK(in.string().empty());
    CHECK(in.string() == "ёж");
    CHECK(in.fixed32() == 0xDEADBEEF);
    CHECK(in.ok());
    CHECK(in.at_end());
}

TEST_CASE("small numbers take one byte") {
    ByteWriter out;
    out.number(127);
    CHECK(out.size() == 1);
    out.number(128);
    CHECK(out.size() == 3);
}

TEST_CASE("every cut of a text makes the reader bad, never more") {
    ByteWriter out;
    out.number(300);
    out.string("some words");
    out.fixed32(7);
    const std::string whole = out.bytes();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        ByteReader in(std::string_view(whole).substr(0, size));
        in.number();
        in.string();
        in.fixed32();
        CHECK_FALSE(in.ok());
        CHECK(in.number() == 0);
        CHECK(in.string().empty());
    }
}

TEST_CASE("a number without an end makes the reader bad") {
    const std::string endless(20, '\xFF');
    ByteReader in(endless);
    CHECK(in.number() == 0);
    CHECK_FALSE(in.ok());
}

}  // namespace kb
