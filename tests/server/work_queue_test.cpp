// Which requests wait, in which order, and which are not taken.
#include <catch2/catch.hpp>

#include <thread>

#include "server/http/work_queue.h"

using namespace kb::server;
using namespace std::chrono_literals;

namespace {

Job job(Effort effort, std::string name = {}) {
    Job made{};
    made.request.path = std::move(name);
    made.effort = effort;
    return made;
}

bool push(WorkQueue& queue, Effort effort, std::string name = {}) {
    Job made = job(effort, std::move(name));
    return queue.push(made);
}

std::string pop(WorkQueue& queue) {
    const auto popped = queue.pop();
    return popped ? popped->request.path : "closed";
}

}  // namespace

TEST_CASE("first come, first served") {
    WorkQueue queue({.processors = 2, .heavy_at_a_time = 1});
    for (const char* name : {"a", "b", "c"}) REQUIRE(push(queue, Effort::little, name));
    CHECK(queue.size() == 3);
    CHECK(pop(queue) == "a");
    CHECK(pop(queue) == "b");
    CHECK(pop(queue) == "c");
    CHECK(queue.size() == 0);
}

TEST_CASE("while both wait, what costs little and what costs much share the time, not the turns") {
    WorkQueue queue({.processors = 2, .heavy_at_a_time = 1, .wait = 10s});
    for (int i = 0; i < 100; ++i) {
        REQUIRE(push(queue, Effort::little));
        REQUIRE(push(queue, Effort::much));
    }
    int little = 0, much = 0;
    while (little < 100) {
        const auto next = queue.pop();
        const bool is_heavy = next->effort == Effort::much;
        ++(is_heavy ? much : little);
        queue.done(*next, is_heavy ? 10ms : 1ms);
    }
    CHECK(much >= 9);
    CHECK(much <= 11);
}

TEST_CASE("who did not ask for long has not saved up for a flood") {
    WorkQueue queue({.processors = 2, .heavy_at_a_time = 1, .wait = 10s});
    for (int i = 0; i < 1000; ++i) {
        REQUIRE(push(queue, Effort::little));
        queue.done(*queue.pop(), 1ms);
    }
    for (int i = 0; i < 100; ++i) {
        REQUIRE(push(queue, Effort::much));
        REQUIRE(push(queue, Effort::little));
    }
    int much = 0;
    for (int i = 0; i < 20; ++i) {
        const auto next = queue.pop();
        const bool is_heavy = next->effort == Effort::much;
        much += is_heavy;
        queue.done(*next, is_heavy ? 10ms : 1ms);
    }
    CHECK(much <= 4);
}

TEST_CASE("what costs much never takes all threads") {
    WorkQueue queue({.processors = 2, .heavy_at_a_time = 1});
    REQUIRE(push(queue, Effort::much, "first"));
    REQUIRE(push(queue, Effort::much, "second"));
    const auto first = queue.pop();
    CHECK(first->request.path == "first");
    std::string next;
    std::thread waiting([&] { next = pop(queue); });
    REQUIRE(push(queue, Effort::little, "little"));
    waiting.join();
    CHECK(next == "little");
    queue.done(*first, 1ms);
    CHECK(pop(queue) == "second");
}

TEST_CASE("no more is taken than can be worked off in time, and each lane has its own") {
    WorkQueue queue({.processors = 1, .heavy_at_a_time = 1, .wait = 100ms});
    for (int i = 0; i < 200; ++i) {
        push(queue, Effort::much);
        queue.done(*queue.pop(), 50ms);
    }
    int taken = 0;
    while (push(queue, Effort::much)) ++taken;
    CHECK(taken == 3);  // until more than two wait
    CHECK(push(queue, Effort::little, "little"));
    Job refused = job(Effort::much, "still here");
    CHECK_FALSE(queue.push(refused));
    CHECK(refused.request.path == "still here");
}

TEST_CASE("a closed queue gives out what it has, then lets everybody go") {
    WorkQueue queue({.processors = 1, .heavy_at_a_time = 1});
    REQUIRE(push(queue, Effort::little, "last"));
    queue.close();
    CHECK(pop(queue) == "last");
    std::string first, second;
    std::thread one([&] { first = pop(queue); }), two([&] { second = pop(queue); });
    one.join();
    two.join();
    CHECK(first == "closed");
    CHECK(second == "closed");
}
