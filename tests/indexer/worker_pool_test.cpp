#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include <unistd.h>

#include <catch2/catch.hpp>

#include "indexer/worker_pool.h"
#include "tests/world/must.h"
#include "tests/world/scratch_folder.h"

namespace kb::test {

namespace {

using Answers = std::map<std::size_t, Result<std::string>>;

Answers ask(WorkerPool& pool, const std::vector<std::string>& requests) {
    Answers answers;
    must(pool.run(
        requests.size(), [&](std::size_t i) { return requests[i]; },
        [&](std::size_t i, Result<std::string> answer) { answers.emplace(i, std::move(answer)); }));
    return answers;
}

}  // namespace

TEST_CASE("every request is answered, whichever worker takes it") {
    WorkerPool pool(3, [](std::string_view request) { return "<" + std::string(request) + ">"; });
    std::vector<std::string> requests;
    for (int i = 0; i < 50; ++i) requests.push_back(std::to_string(i) + std::string(100'000, 'x'));
    const Answers answers = ask(pool, requests);
    REQUIRE(answers.size() == 50);
    for (std::size_t i = 0; i < requests.size(); ++i) REQUIRE(must(answers.at(i)) == "<" + requests[i] + ">");
}

TEST_CASE("a request that never ends is given up, and the next ones are answered") {
    WorkLimits limits;
    limits.cpu_seconds = 0.2;
    WorkerPool pool(
        1,
        [](std::string_view request) {
            volatile bool forever = request == "loop";
            while (forever) {}
            return std::string("done");
        },
        limits);
    const Answers answers = ask(pool, {"a", "loop", "b"});
    REQUIRE(must(answers.at(0)) == "done");
    REQUIRE(code_of(answers.at(1)) == ErrorCode::limit_exceeded);
    REQUIRE(answers.at(1).error().what.find("second") != std::string::npos);
    REQUIRE(must(answers.at(2)) == "done");
}

TEST_CASE("a request whose worker was ended from outside is given to another") {
    const ScratchFolder folder;
    const auto once = folder.path() / "ended";
    WorkerPool pool(2, [&](std::string_view request) {
        if (request == "unlucky" && !std::filesystem::exists(once)) {
            std::ofstream(once).put('x');
            ::raise(SIGKILL);
        }
        return std::string("done");
    });
    const Answers answers = ask(pool, {"a", "unlucky", "b"});
    for (std::size_t i = 0; i < 3; ++i) CHECK(must(answers.at(i)) == "done");
}

TEST_CASE("when workers are ended again and again nothing is said of what they read") {
    WorkerPool pool(2, [](std::string_view request) {
        if (request == "unlucky") ::raise(SIGKILL);
        return std::string("done");
    });
    bool is_unlucky_answered = false;
    const auto ran = pool.run(3, [](std::size_t i) { return std::string(i == 1 ? "unlucky" : "a"); },
                              [&](std::size_t i, const Result<std::string>&) { is_unlucky_answered = is_unlucky_answered || i == 1; });
    CHECK(code_of(ran) == ErrorCode::io);
    CHECK_FALSE(is_unlucky_answered);
}

TEST_CASE("a request that ends its worker costs only its own answer") {
    WorkerPool pool(2, [](std::string_view request) {
        if (request == "die") ::_exit(3);
        return std::string("done");
    });
    const Answers answers = ask(pool, {"a", "die", "b", "die", "c"});
    for (const std::size_t i : {0u, 2u, 4u}) REQUIRE(must(answers.at(i)) == "done");
    for (const std::size_t i : {1u, 3u}) REQUIRE(code_of(answers.at(i)) == ErrorCode::limit_exceeded);
}

}  // namespace kb::test
