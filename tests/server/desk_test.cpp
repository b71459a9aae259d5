// What takes drafts: one program, one at a time, for so long and no longer.
#include <csignal>
#include <fstream>
#include <thread>

#include <catch2/catch.hpp>

#include "server/desk/desk.h"
#include "tests/world/must.h"
#include "tests/world/scratch_folder.h"

using namespace kb;
using namespace kb::server;
using namespace kb::test;

namespace {

DeskSettings with_script(const std::string& script) {
    std::signal(SIGPIPE, SIG_IGN);
    return {{}, DraftSettings{{"/bin/sh", "-c", script, "sh"}}};
}

}  // namespace

TEST_CASE("desk: while one draft is committed another one is told to wait") {
    const ScratchFolder folder;
    const std::string begun = folder / "begun", go = folder / "go";
    Desk desk(with_script("cat > /dev/null; : > " + begun + "; while [ ! -e " + go + " ]; do sleep 0.01; done"), {});
    Result<std::string> first = fail(ErrorCode::io, "not yet", "");
    std::thread other([&] { first = desk.commit_draft("en/drafts/a.md", "A"); });
    while (!std::filesystem::exists(begun)) std::this_thread::yield();
    CHECK(code_of(desk.commit_draft("en/drafts/b.md", "B")) == ErrorCode::busy);
    std::ofstream(go).put('\n');
    other.join();
    CHECK(must(first) == "drafts");
}

TEST_CASE("desk: a program that does not end is ended, and its draft is not committed") {
    Desk desk(with_script("cat > /dev/null; sleep 600"), {});
    const auto committed = desk.commit_draft("en/drafts/a.md", "A");
    REQUIRE_FALSE(committed);
    CHECK(committed.error().what.find("took longer than 5 s") != std::string::npos);
}

TEST_CASE("desk: a program that takes no text, or is not there, commits nothing") {
    CHECK_FALSE(Desk(with_script("exec <&-; sleep 0.1"), {}).commit_draft("en/drafts/a.md", std::string(1'000'000, 'x')));
    CHECK_FALSE(Desk({{}, DraftSettings{{"/nowhere/commit-draft"}}}, {}).commit_draft("en/drafts/a.md", "A"));
}
