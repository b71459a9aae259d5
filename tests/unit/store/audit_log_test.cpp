#include "kb/store/audit_log.h"

#include <sys/stat.h>

#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/world/scratch_folder.h"

namespace {

using namespace kb;

constexpr std::int64_t noon = 1'780'000'000;

AuditEntry entry(std::string action) {
    return {"token", "Анна", "agent", std::move(action), {{"ticket", "48213907"}}};
}

std::size_t lines_of(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST_CASE("an action is a line of JSON that only its owner may read") {
    const test::ScratchFolder data;
    const AuditLog audit(data.path());
    REQUIRE(audit.write(entry("outbox drop"), noon));
    REQUIRE(audit.write({.by = "token", .who = {}, .role = {}, .action = "sign-in refused", .about = {}, .times = 14}, noon));
    CHECK(test::content_of(data / "audit.log") ==
          "{\"time\":\"2026-05-28T20:26:40Z\",\"by\":\"token\",\"who\":\"Анна\",\"role\":\"agent\",\"action\":\"outbox drop\",\"about\":{\"ticket\":\"48213907\"}}\n"
          "{\"time\":\"2026-05-28T20:26:40Z\",\"by\":\"token\",\"action\":\"sign-in refused\",\"times\":14}\n");
    struct stat state {};
    REQUIRE(stat((data / "audit.log").c_str(), &state) == 0);
    CHECK((state.st_mode & 0777) == 0600);
}

TEST_CASE("no name makes a second line") {
    const test::ScratchFolder data;
    REQUIRE(AuditLog(data.path()).write({"proxy", "a\n{\"by\":\"command line\"}\xff", "agent", "sign-in"}, noon));
    CHECK(lines_of(test::content_of(data / "audit.log")) == 1);
}

TEST_CASE("the command line is known by its Unix user") {
    const AuditEntry made = command_line_entry("token create", {{"token", "Vera"}});
    CHECK(made.by == "command line");
    CHECK_FALSE(made.who.empty());
    CHECK(made.role.empty());
}

TEST_CASE("a full log is put aside, and the oldest goes") {
    const test::ScratchFolder data;
    const AuditLog audit(data.path());
    for (int round = 0; round < AuditLog::kept + 2; ++round) {
        data.write("audit.log", std::string(AuditLog::most_bytes - 10, 'x') + "\n");
        REQUIRE(audit.write(entry(std::to_string(round)), noon));
        CHECK(lines_of(test::content_of(data / "audit.log")) == 1);
    }
    CHECK(std::filesystem::exists(data / ("audit.log." + std::to_string(AuditLog::kept))));
    CHECK_FALSE(std::filesystem::exists(data / ("audit.log." + std::to_string(AuditLog::kept + 1))));
}

TEST_CASE("a log that was moved away begins anew") {
    const test::ScratchFolder data;
    const AuditLog audit(data.path());
    REQUIRE(audit.write(entry("one"), noon));
    std::filesystem::rename(data / "audit.log", data / "elsewhere");
    REQUIRE(audit.write(entry("two"), noon));
    CHECK(lines_of(test::content_of(data / "audit.log")) == 1);
}

TEST_CASE("lines of many who write at once stay whole") {
    const test::ScratchFolder data;
    std::vector<std::thread> threads;
    for (int who = 0; who < 4; ++who) {
        threads.emplace_back([&] {
            for (int time = 0; time < 50; ++time) (void)AuditLog(data.path()).write(entry("sign-in"), noon);
        });
    }
    for (std::thread& thread : threads) thread.join();
    const std::string text = test::content_of(data / "audit.log");
    CHECK(lines_of(text) == 200);
    CHECK(text.size() == 200 * (text.find('\n') + 1));
}

TEST_CASE("a link in place of the log is not followed") {
    const test::ScratchFolder data;
    data.write("other", "");
    std::filesystem::create_symlink(data / "other", data / "audit.log");
    CHECK_FALSE(AuditLog(data.path()).write(entry("one"), noon));
    CHECK(test::content_of(data / "other").empty());
}

}  // namespace
