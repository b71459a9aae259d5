#include "server/delivery/delivery_queue.h"

#include <catch2/catch.hpp>

namespace {

using namespace kb;
using namespace kb::server;
using namespace std::chrono_literals;

const DeliveryQueue::Clock::time_point start{1000h};

std::vector<std::int64_t> take_all(DeliveryQueue& queue, DeliveryQueue::Clock::time_point now) {
    std::vector<std::int64_t> taken;
    while (const auto place = queue.take(now)) taken.push_back(*place);
    return taken;
}

using Places = std::vector<std::int64_t>;

TEST_CASE("tickets of different senders go side by side, of one sender one after another") {
    DeliveryQueue queue;
    queue.update({{1, "ivan", 0}, {2, "olga", 0}, {3, "ivan", 0}, {4, "", 0}, {5, "", 0}});
    CHECK(take_all(queue, start) == Places{1, 2, 4, 5});
    queue.finish(2);
    CHECK(take_all(queue, start).empty());
    queue.finish(1);
    CHECK(take_all(queue, start) == Places{3});
}

TEST_CASE("what failed waits longer each time, and keeps later ones of its sender behind it") {
    DeliveryQueue queue;
    queue.update({{1, "ivan", 0}, {2, "ivan", 0}});
    REQUIRE(queue.take(start) == 1);
    queue.fail(1, start, {});
    CHECK_FALSE(queue.take(start + 900ms));
    CHECK(queue.next_due() == start + 1s);
    REQUIRE(queue.take(start + 1s) == 1);
    queue.fail(1, start + 1s, {});
    CHECK_FALSE(queue.take(start + 2900ms));
    REQUIRE(queue.take(start + 3s) == 1);
    queue.finish(1);
    CHECK(queue.take(start + 3s) == 2);
}

TEST_CASE("a receiver that asks for time gets it") {
    DeliveryQueue queue;
    queue.update({{1, "", 0}});
    REQUIRE(queue.take(start) == 1);
    queue.fail(1, start, 90s);
    CHECK_FALSE(queue.take(start + 89s));
    CHECK(queue.take(start + 90s) == 1);
}

TEST_CASE("waits double up to a quarter of an hour") {
    CHECK(wait_after(1) == 1s);
    CHECK(wait_after(2) == 2s);
    CHECK(wait_after(10) == 512s);
    CHECK(wait_after(11) == 15min);
    CHECK(wait_after(4'000'000) == 15min);
}

TEST_CASE("when the receiver is away, one ticket at a time feels for it, and when it is back all go at once") {
    DeliveryQueue queue;
    std::vector<Waiting> many;
    for (std::int64_t place = 1; place <= 1000; ++place) many.push_back({place, "", 0});
    queue.update(many);
    for (int time = 0; time < 3; ++time) queue.fail(*queue.take(start), start, {});
    CHECK_FALSE(queue.take(start));
    CHECK(queue.next_due() == start + 1s);
    const auto probe = queue.take(start + 1s);
    REQUIRE(probe);
    CHECK_FALSE(queue.take(start + 1s));
    CHECK_FALSE(queue.next_due());
    queue.fail(*probe, start + 1s, {});
    CHECK(queue.next_due() == start + 3s);

    auto now = start + 3s;
    int probes = 0;
    for (; now < start + 2h; ++probes) {
        const auto place = queue.take(now);
        REQUIRE(place);
        queue.fail(*place, now, {});
        now = *queue.next_due();
    }
    CHECK(probes < 260);
    const auto last = queue.take(now);
    REQUIRE(last);
    queue.finish(*last);
    CHECK(take_all(queue, now).size() == 999);
}

TEST_CASE("tickets that always fail hold up no others, and are not tried all the time") {
    DeliveryQueue queue;
    std::vector<Waiting> bad;
    for (std::int64_t place = 1; place <= 40; ++place) bad.push_back({place, "", 0});
    queue.update(bad);
    std::chrono::seconds worst{0};
    int delivered = 0, failed = 0;
    std::int64_t newest = 40;
    // A good ticket a minute, for six hours.
    for (auto now = start; now < start + 6h; now += 1s) {
        if ((now - start) % 1min == 0s) queue.append({{++newest, "", 0}});
        while (const auto place = queue.take(now)) {
            if (*place <= 40) {
                queue.fail(*place, now, {});
                ++failed;
                continue;
            }
            queue.finish(*place);
            ++delivered;
            const auto came = start + (*place - 41) * 1min;
            // At first nobody knows which they are.
            if (came > start + 30min) worst = std::max(worst, std::chrono::duration_cast<std::chrono::seconds>(now - came));
        }
    }
    CHECK(delivered >= 359);
    CHECK(worst <= 31s);
    CHECK(failed < 6000);
}

TEST_CASE("a ticket that alone waits for a receiver that is away goes soon after it is back") {
    DeliveryQueue queue;
    queue.update({{1, "", 0}});
    auto now = start;
    for (; now < start + 5h; now = *queue.next_due()) {
        REQUIRE(queue.take(now) == 1);
        queue.fail(1, now, {});
    }
    CHECK(*queue.next_due() - now <= 30s);
}

TEST_CASE("what an operator wants tried goes at once, however long the receiver asked to wait") {
    DeliveryQueue queue;
    queue.update({{1, "", 0}, {2, "", 0}, {3, "", 0}});
    for (int time = 0; time < 3; ++time) queue.fail(*queue.take(start), start, 3600s);
    CHECK_FALSE(queue.take(start + 1min));
    queue.update({{1, "", 1}, {2, "", 0}, {3, "", 1}});
    CHECK(queue.take(start + 1min) == 2);
}

TEST_CASE("a ticket that was dropped before it was tried says nothing of the receiver") {
    DeliveryQueue queue;
    queue.update({{1, "", 0}, {2, "", 0}, {3, "", 0}, {4, "", 0}});
    for (int time = 0; time < 3; ++time) queue.fail(*queue.take(start), start, {});
    const auto probe = queue.take(start + 1s);
    REQUIRE(probe);
    queue.forget(*probe);
    CHECK(queue.failures() == 3);
}

TEST_CASE("one bad ticket does not make the receiver seem away") {
    DeliveryQueue queue;
    queue.update({{1, "", 0}});
    for (int time = 0; time < 2; ++time) {
        REQUIRE(queue.take(start + time * 10s) == 1);
        queue.fail(1, start + time * 10s, {});
    }
    queue.append({{2, "", 0}});
    REQUIRE(queue.take(start + 11s) == 2);
    queue.finish(2);
    CHECK(queue.failures() == 0);
}

TEST_CASE("new tickets are appended once, and a second of one sender waits for the first") {
    DeliveryQueue queue;
    queue.update({{1, "ivan", 0}});
    REQUIRE(queue.take(start) == 1);
    queue.append({{1, "ivan", 0}, {2, "ivan", 0}, {3, "olga", 0}});
    CHECK(take_all(queue, start) == Places{3});
    queue.finish(1);
    CHECK(take_all(queue, start) == Places{2});
}

TEST_CASE("an update keeps what is under way and delayed, takes out what is gone, and lets go what is to be retried") {
    DeliveryQueue queue;
    queue.update({{1, "", 0}, {2, "", 0}, {3, "", 0}, {4, "", 0}});
    REQUIRE(take_all(queue, start) == Places{1, 2, 3, 4});
    queue.fail(1, start, 60s);
    queue.fail(2, start, 60s);
    // 3 is under way, 4 was dropped while it was; 2 is to be retried, 5 was released.
    queue.update({{1, "", 1}, {2, "", 0}, {3, "", 0}, {5, "", 0}});
    CHECK(take_all(queue, start) == Places{2, 5});
    queue.finish(4);
    queue.finish(3);
    CHECK(take_all(queue, start + 60s) == Places{1});
}

TEST_CASE("a ticket dropped while it was tried does not come back when it fails") {
    DeliveryQueue queue;
    queue.update({{1, "ivan", 0}, {2, "ivan", 0}});
    REQUIRE(queue.take(start) == 1);
    queue.update({{2, "ivan", 0}});
    CHECK_FALSE(queue.take(start));
    queue.fail(1, start, {});
    CHECK(take_all(queue, start + 1h) == Places{2});
}

}  // namespace
