#include "kb/store/outbox.h"

#include <fstream>
#include <iterator>
#include <set>
#include <thread>

#include <catch2/catch.hpp>

#include "kb/base/files.h"

namespace {

using namespace kb;

constexpr std::int64_t noon = 1'780'000'000;

class World {
public:
    World() : folder_(*TemporaryDirectory::create("outbox")) { reopen(); }
    Outbox& outbox() { return *outbox_; }
    void reopen() {
        outbox_.reset();
        auto opened = Outbox::open(folder_.path());
        REQUIRE(opened);
        outbox_ = std::move(*opened);
    }
    std::string add(const std::string& id, const std::string& message, const std::string& email = "", const std::string& held_for = "") {
        const auto stored = outbox_->add(ticket(id, message, email, held_for), noon);
        REQUIRE(stored);
        return stored->number;
    }
    static NewTicket ticket(const std::string& id, const std::string& message, const std::string& email = "", const std::string& held_for = "") {
        NewTicket made{id, {}, held_for, !email.empty()};
        made.text.subject = "Не вернулись деньги";
        made.text.message = message;
        made.text.email = email;
        made.text.fields = {{"order", "A-17"}};
        made.text.shown = {"ru/refund"};
        return made;
    }
    // Whether a text stands anywhere in the files of the outbox.
    bool files_hold(const std::string& text) const {
        for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
            std::ifstream in(entry.path(), std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(in), {}};
            if (bytes.find(text) != std::string::npos) return true;
        }
        return false;
    }
    const std::filesystem::path& path() const { return folder_.path(); }

private:
    TemporaryDirectory folder_;
    std::unique_ptr<Outbox> outbox_;
};

std::vector<std::int64_t> places(const std::vector<Waiting>& waiting) {
    std::vector<std::int64_t> found;
    for (const Waiting& ticket : waiting) found.push_back(ticket.place);
    return found;
}

TEST_CASE("a ticket comes out as it went in, after a restart too") {
    World world;
    const std::string number = world.add("a", "Где деньги?\n«Ёлка» 🎄", "ivan@example.com");
    CHECK(number.size() == 8);
    CHECK(number.find_first_not_of("0123456789") == std::string::npos);
    const auto before = world.outbox().find_waiting(Errand::delivery, 1);
    world.reopen();
    const auto after = world.outbox().find_waiting(Errand::delivery, 1);
    REQUIRE((before && *before && after && *after));
    CHECK((*after)->number == number);
    CHECK((*after)->received == noon);
    CHECK((*after)->key == (*before)->key);
    CHECK((*after)->key.size() == 36);
    CHECK((*after)->text == World::ticket("a", "Где деньги?\n«Ёлка» 🎄", "ivan@example.com").text);
}

TEST_CASE("the same id again is the same ticket, with another text a mistake") {
    World world;
    const std::string number = world.add("a", "Где деньги?");
    const auto again = world.outbox().add(World::ticket("a", "Где деньги?"), noon + 5);
    REQUIRE(again);
    CHECK(again->number == number);
    CHECK_FALSE(again->is_new);
    const auto other = world.outbox().add(World::ticket("a", "Где мой заказ?"), noon + 5);
    REQUIRE_FALSE(other);
    CHECK(other.error().code == ErrorCode::invalid_argument);
    CHECK(world.outbox().waiting(Errand::delivery)->size() == 1);
    CHECK(world.add("b", "Где мой заказ?") != number);
}

TEST_CASE("tickets of one sender are known as such, whatever the case of the address") {
    World world;
    world.add("a", "1", "Ivan@example.com");
    world.add("b", "2", "ivan@EXAMPLE.com");
    world.add("c", "3", "olga@example.com");
    world.add("d", "4");
    const auto waiting = *world.outbox().waiting(Errand::delivery);
    CHECK(places(waiting) == std::vector<std::int64_t>{1, 2, 3, 4});
    CHECK(waiting[0].sender == waiting[1].sender);
    CHECK(waiting[0].sender != waiting[2].sender);
    CHECK(waiting[0].sender.find("ivan") == std::string::npos);
    CHECK(waiting[3].sender.empty());
}

TEST_CASE("what was delivered waits no more, what failed waits on and says why") {
    World world;
    world.add("a", "1");
    world.add("b", "2");
    world.add("c", "3");
    REQUIRE(world.outbox().record(Errand::delivery,
                                  {{1, ErrandState::done, ""}, {2, ErrandState::waiting, "503"}, {3, ErrandState::rejected, "422"}}, noon + 1));
    const auto waiting = *world.outbox().waiting(Errand::delivery);
    REQUIRE(places(waiting) == std::vector<std::int64_t>{2});
    CHECK(waiting[0].attempts == 1);
    CHECK_FALSE(*world.outbox().find_waiting(Errand::delivery, 1));
    const OutboxCounts counts = *world.outbox().counts();
    CHECK(counts.waiting == 1);
    CHECK(counts.rejected == 1);
    CHECK(counts.oldest_waiting == noon);
    CHECK(counts.last_failure == "422");
    // An answer that comes too late changes nothing.
    REQUIRE(world.outbox().record(Errand::delivery, {{1, ErrandState::waiting, "late"}}, noon + 2));
    CHECK(world.outbox().waiting(Errand::delivery)->size() == 1);
}

TEST_CASE("a receipt is an errand of its own") {
    World world;
    world.add("a", "1", "ivan@example.com");
    world.add("b", "2");
    CHECK(places(*world.outbox().waiting(Errand::receipt)) == std::vector<std::int64_t>{1});
    REQUIRE(world.outbox().record(Errand::receipt, {{1, ErrandState::done, ""}}, noon));
    CHECK(world.outbox().waiting(Errand::receipt)->empty());
    CHECK(world.outbox().waiting(Errand::delivery)->size() == 2);
}

TEST_CASE("what is held goes out when it is released, its receipt too") {
    World world;
    const std::string number = world.add("a", "Купите рекламу", "bot@example.com", "too fast");
    CHECK(world.outbox().waiting(Errand::delivery)->empty());
    CHECK(world.outbox().waiting(Errand::receipt)->empty());
    CHECK(world.outbox().counts()->held == 1);
    const auto moved = world.outbox().release({{number, "12345678"}}, noon + 9);
    REQUIRE(moved);
    CHECK(moved->moved == std::vector<std::string>{number});
    CHECK(moved->others == std::vector<std::string>{"12345678"});
    CHECK(world.outbox().waiting(Errand::delivery)->size() == 1);
    CHECK(world.outbox().waiting(Errand::receipt)->size() == 1);
    CHECK(world.outbox().find(number)->value().reason.empty());
}

TEST_CASE("what was rejected can be tried again, by number or all") {
    World world;
    const std::string first = world.add("a", "1"), second = world.add("b", "2"), third = world.add("c", "3");
    REQUIRE(world.outbox().record(Errand::delivery, {{1, ErrandState::rejected, "422"}, {2, ErrandState::rejected, "422"}, {3, ErrandState::done, ""}}, noon));
    CHECK(world.outbox().retry({{first, third}}, noon)->moved == std::vector<std::string>{first});
    CHECK(world.outbox().retry({{}, true}, noon)->moved == std::vector<std::string>{first, second});
    CHECK(world.outbox().waiting(Errand::delivery)->front().attempts == 0);
}

TEST_CASE("nothing of a dropped ticket is left in any file") {
    World world;
    const std::string number = world.add("a", "my secret is 5577", "ivan@example.com");
    REQUIRE(world.files_hold("my secret is 5577"));
    REQUIRE(world.outbox().drop({{number}}, {ErrandState::waiting}, noon));
    CHECK_FALSE(world.files_hold("my secret is 5577"));
    CHECK_FALSE(world.files_hold("ivan@example.com"));
    CHECK(world.outbox().find(number)->value().state == ErrandState::dropped);
    CHECK(world.outbox().waiting(Errand::delivery)->empty());
    CHECK(world.outbox().waiting(Errand::receipt)->empty());
}

TEST_CASE("a delivered text is erased when its time has come, its number stays known") {
    World world;
    const std::string number = world.add("a", "my secret is 5577");
    world.add("b", "still waiting");
    REQUIRE(world.outbox().record(Errand::delivery, {{1, ErrandState::done, ""}}, noon + 10));
    CHECK(world.outbox().erase(noon + 9, noon + 9) == 0);
    CHECK(world.files_hold("my secret is 5577"));
    CHECK(world.outbox().erase(noon + 10, noon + 10) == 1);
    CHECK_FALSE(world.files_hold("my secret is 5577"));
    CHECK(world.files_hold("still waiting"));
    CHECK(world.outbox().erase(noon + 1000, noon + 1000) == 0);
    const auto again = world.outbox().add(World::ticket("a", "my secret is 5577"), noon + 2000);
    CHECK(again->number == number);
    CHECK_FALSE(again->is_new);
    const auto other = world.outbox().add(World::ticket("a", "another text"), noon + 2000);
    REQUIRE_FALSE(other);
    CHECK(other.error().code == ErrorCode::invalid_argument);
}

TEST_CASE("what was erased counts as a repetition for a day, so that erasing at once lets nobody repeat themselves") {
    World world;
    world.add("a", "text", "ivan@example.com");
    REQUIRE(world.outbox().record(Errand::delivery, {{1, ErrandState::done, ""}}, noon));
    REQUIRE(world.outbox().record(Errand::receipt, {{1, ErrandState::done, ""}}, noon));
    CHECK(world.outbox().erase(noon, noon) == 1);
    const TicketText text = World::ticket("x", "text", "Ivan@example.com").text;
    CHECK(world.outbox().repeats(text, noon) == 1);
    CHECK(world.outbox().from_sender(text, noon) == 1);
    REQUIRE(world.outbox().erase(noon, noon + 90'000));
    CHECK(world.outbox().repeats(text, noon) == 0);
    CHECK(world.outbox().from_sender(text, noon) == 0);
}

TEST_CASE("receipts are given up after two days, what was held after ninety") {
    World world;
    world.add("a", "text", "ivan@example.com");
    world.add("b", "spam spam", "", "too fast");
    REQUIRE(world.outbox().record(Errand::delivery, {{1, ErrandState::done, ""}}, noon));
    CHECK(world.outbox().erase(noon, noon + 86'400) == 0);
    CHECK(world.outbox().erase(noon, noon + 3 * 86'400) == 1);
    CHECK(world.outbox().counts()->held == 1);
    REQUIRE(world.outbox().erase(noon + 91 * 86'400, noon + 91 * 86'400));
    CHECK(world.outbox().counts()->held == 0);
    CHECK_FALSE(world.files_hold("spam spam"));
}

TEST_CASE("a text is kept as long as its receipt is under way") {
    World world;
    world.add("a", "text", "ivan@example.com");
    REQUIRE(world.outbox().record(Errand::delivery, {{1, ErrandState::done, ""}}, noon));
    CHECK(world.outbox().erase(noon + 100, noon + 100) == 0);
    REQUIRE(world.outbox().record(Errand::receipt, {{1, ErrandState::rejected, "no such user"}}, noon));
    CHECK(world.outbox().erase(noon + 100, noon + 100) == 1);
    CHECK(world.outbox().counts()->rejected == 0);
}

TEST_CASE("repeated texts are counted, whoever sent them") {
    World world;
    world.add("a", "text", "a@example.com");
    world.add("b", "text", "b@example.com");
    world.add("c", "another");
    CHECK(world.outbox().repeats(World::ticket("x", "text").text, noon) == 2);
    CHECK(world.outbox().repeats(World::ticket("x", "text").text, noon + 1) == 0);
}

TEST_CASE("another program's changes are noticed, one's own are not") {
    World world;
    const std::string number = world.add("a", "text");
    const int before = *world.outbox().version_of_others();
    world.add("b", "text 2");
    CHECK(*world.outbox().version_of_others() == before);
    auto other = Outbox::open(world.path());
    REQUIRE((*other)->drop({{number}}, {ErrandState::waiting}, noon));
    CHECK(*world.outbox().version_of_others() != before);
    CHECK(world.outbox().waiting(Errand::delivery)->size() == 1);
}

TEST_CASE("many threads may add at a time") {
    World world;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&, thread] {
            for (int count = 0; count < 25; ++count) {
                const std::string id = std::to_string(thread * 25 + count);
                if (!world.outbox().add(World::ticket(id, id), noon)) std::abort();
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    std::set<std::string> numbers;
    const auto all = world.outbox().list({});
    REQUIRE(all);
    for (const ListedTicket& listed : *all) numbers.insert(listed.ticket.number);
    CHECK(numbers.size() == 100);
}

TEST_CASE("a file that is none, or of a later program, is refused and left alone") {
    const auto folder = TemporaryDirectory::create("outbox");
    REQUIRE(write_file(folder->path() / "outbox.db", "these are notes of somebody, and no database at all, of more than one line\n"));
    const auto refused = Outbox::open(folder->path());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::index_damaged);
    CHECK(read_file(folder->path() / "outbox.db", 1000)->starts_with("these are notes"));
    std::filesystem::remove(folder->path() / "outbox.db");
    {
        SQLite::Database later((folder->path() / "outbox.db").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        later.exec("PRAGMA user_version = 99");
    }
    const auto foreign = Outbox::open(folder->path());
    REQUIRE_FALSE(foreign);
    CHECK(foreign.error().code == ErrorCode::index_foreign);
}

TEST_CASE("the outbox is readable for its owner alone") {
    World world;
    world.add("a", "text");
    for (const auto& entry : std::filesystem::directory_iterator(world.path()))
        CHECK((entry.status().permissions() & std::filesystem::perms(0077)) == std::filesystem::perms::none);
}

}  // namespace
