// Other programs: what they get, and that they end.
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "server/delivery/process.h"
#include "tests/world/must.h"
#include "tests/world/scratch_folder.h"

using namespace kb::server;
using namespace kb::test;
using namespace std::chrono_literals;

namespace {

ProcessEnd run(std::vector<std::string> command, std::string_view input = "", std::chrono::milliseconds limit = 20s) {
    std::signal(SIGPIPE, SIG_IGN);
    return must(run_process(command, input, limit));
}

ProcessEnd shell(const std::string& script, std::string_view input = "", std::chrono::milliseconds limit = 20s) {
    return run({"/bin/sh", "-c", script}, input, limit);
}

}  // namespace

TEST_CASE("process: a receiver's command gets all of its input, however long") {
    const ScratchFolder folder;
    const std::string input(1'000'000, 'x');
    const ProcessEnd end = shell("cat > " + (folder / "got").string(), input);
    CHECK(end.status == 0);
    CHECK(end.took_all);
    CHECK(content_of(folder / "got") == input);
}

TEST_CASE("process: its exit status is known, or the signal it died of") {
    CHECK(shell("exit 75").status == 75);
    CHECK(shell("kill -9 $$").status == 128 + 9);
    CHECK(run({"true"}).status == 0);
}

TEST_CASE("process: one that reads nothing ends all the same, and it is told") {
    const ProcessEnd end = shell("exit 0", std::string(1'000'000, 'x'));
    CHECK(end.status == 0);
    CHECK_FALSE(end.took_all);
    CHECK(shell("exec <&-; sleep 0.1; exit 3", std::string(1'000'000, 'x')).status == 3);
}

TEST_CASE("process: one that does not end is ended with what it has started") {
    const auto begun = std::chrono::steady_clock::now();
    const ProcessEnd end = shell("sleep 60 & sleep 60", std::string(1'000'000, 'x'), 200ms);
    CHECK(end.was_slow);
    CHECK(std::chrono::steady_clock::now() - begun < 20s);
}

TEST_CASE("process: it inherits neither files, nor blocked signals, nor the secret") {
    ::setenv("OTVET_RECEIVER_SECRET", "hush", 1);
    const int leak = ::open("/dev/null", O_RDONLY);
    REQUIRE(leak > 2);
    sigset_t blocked, before;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &blocked, &before);
    CHECK(shell("test ! -e /proc/$$/fd/" + std::to_string(leak)).status == 0);
    CHECK(shell("test -z \"$OTVET_RECEIVER_SECRET\" && test -n \"$PATH\"").status == 0);
    CHECK(shell("kill -TERM $$; exit 0").status == 128 + SIGTERM);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    ::close(leak);
    ::unsetenv("OTVET_RECEIVER_SECRET");
}

TEST_CASE("process: a program that is not there is an error") {
    CHECK_FALSE(run_process({"/nowhere/sendmail", "-t"}, "", 1s));
    CHECK_FALSE(can_run("/nowhere/sendmail"));
    CHECK_FALSE(can_run("/etc/passwd"));
    CHECK_FALSE(can_run("/etc"));
    CHECK_FALSE(can_run("no-such-program-anywhere"));
    CHECK(can_run("sh"));
    CHECK(can_run("/bin/sh"));
}

TEST_CASE("process: the first of what it writes is kept when somebody wants it") {
    std::signal(SIGPIPE, SIG_IGN);
    const auto said = [](const std::string& script, std::size_t most) { return must(run_process({"/bin/sh", "-c", script}, "", 20s, nullptr, most)); };
    CHECK(said("echo drafts; echo loud >&2", 100).output == "drafts\n");
    const ProcessEnd much = said("yes | head -c 1000000; exit 3", 10);
    CHECK(much.output == "y\ny\ny\ny\ny\n");
    CHECK(much.status == 3);
    CHECK(said("sleep 60 & echo here", 100).output == "here\n");
    const ProcessEnd endless = must(run_process({"/bin/sh", "-c", "yes"}, "", 300ms, nullptr, 10));
    CHECK(endless.was_slow);
    CHECK(endless.output.size() == 10);
    CHECK(said("echo unheard", 0).output.empty());
}
