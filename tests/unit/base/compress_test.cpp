#include <catch2/catch.hpp>

#include "kb/base/bytes.h"
#include "kb/base/compress.h"
#include "tests/world/must.h"

namespace kb {

TEST_CASE("a text comes back as it was") {
    for (const std::string& text : {std::string(), std::string("<p>Привет</p>"), std::string(1 << 20, 'x')}) {
        CHECK(test::must(decompress(compress(text))) == text);
    }
    CHECK(compress(std::string(1 << 20, 'x')).size() < 4096);
}

TEST_CASE("a damaged text is refused") {
    const std::string whole = compress("<p>a page of some length, of some length</p>");
    for (std::size_t size = 0; size < whole.size(); ++size)
        CHECK(test::code_of(decompress(whole.substr(0, size))) == ErrorCode::index_damaged);
    std::string changed = whole;
    changed[whole.size() / 2] = static_cast<char>(changed[whole.size() / 2] ^ 0x55);
    CHECK_FALSE(decompress(changed));
}

TEST_CASE("a length that no page has is refused before any memory is taken") {
    ByteWriter out;
    out.number(std::uint64_t{1} << 60);
    out.string("x");
    CHECK_FALSE(decompress(out.bytes()));
}

}  // namespace kb
