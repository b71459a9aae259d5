// What staff do is written down, and those who are turned away cannot fill the disk.
#include "server/access/journal.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/world/scratch_folder.h"

using namespace kb;
using namespace kb::server;

namespace {

class World {
public:
    World() : journal_(std::make_unique<Journal>(AuditLog(folder_.path()), [this] { return now; }, Log())) {}
    Journal& journal() { return *journal_; }
    void stop() { journal_.reset(); }
    std::string log() const { return std::filesystem::exists(folder_ / "audit.log") ? test::content_of(folder_ / "audit.log") : std::string(); }
    std::size_t lines() const {
        const std::string text = log();
        return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    }

    std::int64_t now = 1'780'000'000;

private:
    test::ScratchFolder folder_;
    std::unique_ptr<Journal> journal_;
};

}  // namespace

TEST_CASE("an action names who did it, as whom, and what to") {
    World world;
    world.journal().record({Role::writer, "anna", KnownBy::proxy}, "statistics read", {{"report", "empty"}});
    CHECK(world.log().find(R"("by":"proxy","who":"anna","role":"writer","action":"statistics read","about":{"report":"empty"})") != std::string::npos);
}

TEST_CASE("refusals are one line a minute with their number, and none is lost at the end") {
    World world;
    for (int time = 0; time < 1000; ++time) world.journal().count_refused();
    CHECK(world.lines() == 1);
    world.now += 60;
    world.journal().count_refused();
    CHECK(world.lines() == 2);
    CHECK(world.log().find("\"times\":1000") != std::string::npos);
    world.journal().count_refused();
    world.journal().count_refused();
    world.stop();
    CHECK(world.lines() == 3);
    CHECK(world.log().find("\"times\":2") != std::string::npos);
}

TEST_CASE("a clock that was set back silences nothing") {
    World world;
    world.journal().count_refused();
    world.now -= 100'000;
    world.journal().count_refused();
    CHECK(world.lines() == 2);
}
