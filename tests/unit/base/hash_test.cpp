#include <catch2/catch.hpp>

#include "kb/base/hash.h"

namespace kb {

TEST_CASE("SHA-256 gives the values of its standard") {
    CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("HMAC with SHA-256 gives the values of RFC 4231") {
    CHECK(hmac_sha256_hex(std::string(20, '\x0b'), "Hi There") ==
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    CHECK(hmac_sha256_hex("Jefe", "what do ya want for nothing?") ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(hmac_sha256_hex(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First") ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("the id of a file is the one that git hash-object prints") {
    CHECK(git_blob_id("") == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
    CHECK(git_blob_id("test content\n") == "d670460b4b4aece5915caf5c68d12f560a9fe3e4");
}

TEST_CASE("FNV-1a gives the values of its draft, bytes above 127 included") {
    CHECK(fnv1a_32("") == 0x811c9dc5u);
    CHECK(fnv1a_32("foobar") == 0xbf9cf968u);
    CHECK(fnv1a_64("foobar") == 0x85944171f73967e8u);
    CHECK(fnv1a_32("\xFF") == ((0x811c9dc5u ^ 0xFFu) * 16777619u));
}

}  // namespace kb
