#include <string>

#include <catch2/catch.hpp>

#include "kb/base/utf8.h"

namespace kb {

using namespace std::string_literals;

TEST_CASE("well-formed UTF-8 of every length is accepted") {
    CHECK_FALSE(find_invalid_utf8(""));
    CHECK_FALSE(find_invalid_utf8("plain"));
    CHECK_FALSE(find_invalid_utf8("\0 is a character"s));
    CHECK_FALSE(find_invalid_utf8("ёж, 中文, 🙂"));
    CHECK_FALSE(find_invalid_utf8("\xC2\x80 \xDF\xBF"));                  // U+0080 … U+07FF
    CHECK_FALSE(find_invalid_utf8("\xE0\xA0\x80 \xEF\xBF\xBF"));          // U+0800 … U+FFFF
    CHECK_FALSE(find_invalid_utf8("\xED\x9F\xBF \xEE\x80\x80"));          // beside the surrogates
    CHECK_FALSE(find_invalid_utf8("\xF0\x90\x80\x80 \xF4\x8F\xBF\xBF"));  // U+10000 … U+10FFFF
}

TEST_CASE("overlong forms, surrogates and what lies beyond Unicode are not UTF-8") {
    CHECK(find_invalid_utf8("a\xC0\x80") == 1u);
    CHECK(find_invalid_utf8("a\xC1\xBF") == 1u);
    CHECK(find_invalid_utf8("a\xE0\x9F\xBF") == 1u);
    CHECK(find_invalid_utf8("a\xF0\x8F\xBF\xBF") == 1u);
    CHECK(find_invalid_utf8("a\xED\xA0\x80") == 1u);
    CHECK(find_invalid_utf8("a\xED\xBF\xBF") == 1u);
    CHECK(find_invalid_utf8("a\xF4\x90\x80\x80") == 1u);
    CHECK(find_invalid_utf8("a\xF5\x80\x80\x80") == 1u);
    CHECK(find_invalid_utf8("a\xFF") == 1u);
}

TEST_CASE("a character that is cut off or begins in its middle is found at its first byte") {
    CHECK(find_invalid_utf8("ё\xD1") == 2u);
    CHECK(find_invalid_utf8("ё\xE2\x82") == 2u);
    CHECK(find_invalid_utf8("\x80") == 0u);
    CHECK(find_invalid_utf8("\xE2\x82x") == 0u);
}

TEST_CASE("text is cut between characters") {
    CHECK(cut_utf8("платёж", 100) == "платёж");
    CHECK(cut_utf8("платёж", 12) == "платёж");
    CHECK(cut_utf8("платёж", 11) == "платё");
    CHECK(cut_utf8("платёж", 1).empty());
    CHECK(cut_utf8("a🙂", 4) == "a");
    CHECK(cut_utf8("a🙂", 5) == "a🙂");
    CHECK(cut_utf8("abc", 0).empty());
}

TEST_CASE("lengths are counted as JavaScript counts them") {
    CHECK(utf16_length("") == 0);
    CHECK(utf16_length("abc") == 3);
    CHECK(utf16_length("ёж") == 2);
    CHECK(utf16_length("中") == 1);
    CHECK(utf16_length("🙂") == 2);
    CHECK(utf16_length("a🙂ё") == 4);
}

TEST_CASE("one byte order mark goes, and only from the front") {
    CHECK(without_bom("\xEF\xBB\xBFtext") == "text");
    CHECK(without_bom("text\xEF\xBB\xBF") == "text\xEF\xBB\xBF");
    CHECK(without_bom("\xEF\xBB") == "\xEF\xBB");
}

}  // namespace kb
