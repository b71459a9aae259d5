// Answers that are kept.
#include <catch2/catch.hpp>

#include "server/answer_cache.h"

using namespace kb::server;

namespace {

std::shared_ptr<const Response> answer(std::size_t size) {
    return std::make_shared<const Response>(Response{200, "text/plain", {}, std::string(size, 'x')});
}

}  // namespace

TEST_CASE("what was kept is found again") {
    AnswerCache cache(64 * 1024);
    const auto kept = answer(10);
    cache.keep("a", kept);
    CHECK(cache.find("a") == kept);
    CHECK(cache.find("b") == nullptr);
}

TEST_CASE("a full cache forgets what nobody asked for lately") {
    AnswerCache cache(64 * 1024);
    cache.keep("wanted", answer(100));
    cache.keep("unwanted", answer(100));
    for (int i = 0; i < 200; ++i) {
        cache.keep(std::to_string(i), answer(1000));
        REQUIRE(cache.find("wanted") != nullptr);
    }
    CHECK(cache.find("unwanted") == nullptr);
}

TEST_CASE("a huge answer does not push out everything else") {
    AnswerCache cache(64 * 1024);
    cache.keep("small", answer(100));
    cache.keep("huge", answer(40 * 1024));
    CHECK(cache.find("huge") == nullptr);
    CHECK(cache.find("small") != nullptr);
}

TEST_CASE("without memory nothing is kept") {
    AnswerCache cache(0);
    cache.keep("empty", answer(0));
    cache.keep("small", answer(10));
    CHECK(cache.find("empty") == nullptr);
    CHECK(cache.find("small") == nullptr);
    CHECK(cache.bytes() == 0);
}
