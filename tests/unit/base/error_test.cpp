#include <cerrno>

#include <catch2/catch.hpp>

#include "kb/base/error.h"
#include "kb/base/problem.h"

namespace kb {

TEST_CASE("an error says where, what and the cure") {
    const Error error{ErrorCode::invalid_content, "unknown field 'ttile'", "did you mean 'title'?", {"articles/ru/vpn.md", 3, 1}};
    CHECK(to_string(error) == "articles/ru/vpn.md:3:1: unknown field 'ttile'; did you mean 'title'?");
}

TEST_CASE("what is unknown is left out") {
    CHECK(to_string(Error{ErrorCode::io, "it broke", {}, {}}) == "it broke");
    CHECK(to_string(Error{ErrorCode::io, "it broke", "mend it", {"a.md"}}) == "a.md: it broke; mend it");
    CHECK(to_string(Location{"a.md", 3, 0}) == "a.md:3");
    CHECK(to_string(Location{"", 3, 1}).empty());
}

TEST_CASE("a system's error keeps the system's words and says what to do") {
    const Error missing = system_error("open", "a.md", ENOENT);
    CHECK(missing.code == ErrorCode::not_found);
    CHECK(missing.what == "cannot open: No such file or directory");
    CHECK(missing.at.path == "a.md");
    CHECK_FALSE(missing.hint.empty());
    CHECK(system_error("write", "a", ENOSPC).code == ErrorCode::no_space);
    CHECK(system_error("write", "a", EDQUOT).code == ErrorCode::no_space);
    CHECK(system_error("read", "a", EACCES).code == ErrorCode::unreadable);
    CHECK(system_error("read", "a", EIO).code == ErrorCode::io);
}

TEST_CASE("a problem reads like an error") {
    CHECK(to_string(Problem{{"a.md", 2, 1}, Severity::warning, "dead-link", "leads nowhere", "remove it"}) ==
          "a.md:2:1: leads nowhere; remove it");
}

TEST_CASE("every code has a name") {
    CHECK(name_of(ErrorCode::index_foreign) == "index_foreign");
    CHECK(name_of(ErrorCode::busy) == "busy");
}

}  // namespace kb
