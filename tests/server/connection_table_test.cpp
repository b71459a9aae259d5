// Who gives way when there is no room.
#include <catch2/catch.hpp>

#include <thread>

#include <poll.h>
#include <sys/socket.h>

#include "server/http/connection_table.h"

using namespace kb::server;

namespace {

const IpAddress here = *IpAddress::parse("192.0.2.1"), there = *IpAddress::parse("192.0.2.2");

// A visitor's end, and the server's.
struct Visitor {
    Visitor(ConnectionTable& table, const IpAddress& address) {
        int sockets[2];
        REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, sockets) == 0);
        own = kb::FileDescriptor(sockets[0]);
        connection = table.add(kb::FileDescriptor(sockets[1]), address);
    }
    bool is_shut() const {
        pollfd look{connection->socket(), POLLIN, 0};  // nobody has said anything, so this can only be the end
        return poll(&look, 1, 0) == 1;
    }
    kb::FileDescriptor own;
    Connection* connection = nullptr;
};

ConnectionLimits limits(std::size_t connections, std::size_t per_address, std::size_t bytes) {
    ConnectionLimits made;
    made.connections = connections;
    made.per_address = per_address;
    made.buffered_bytes = bytes;
    return made;
}

void holds(ConnectionTable& table, Visitor& visitor, std::size_t bytes) {
    visitor.connection->out().assign(bytes, 'x');
    table.account(*visitor.connection);
}

}  // namespace

TEST_CASE("an address has its number of connections, and gets another when one is gone") {
    ConnectionTable table(limits(100, 2, 1000));
    Visitor one(table, here), two(table, here), three(table, here), other(table, there);
    CHECK(two.connection != nullptr);
    CHECK(three.connection == nullptr);
    CHECK(other.connection != nullptr);
    CHECK(table.turned_away() == 1);
    table.remove(*one.connection);
    CHECK(Visitor(table, here).connection != nullptr);
    CHECK(table.open() == 3);
}

TEST_CASE("when all places are taken, who has waited longest gives way") {
    ConnectionTable table(limits(2, 10, 1000));
    Visitor first(table, here), second(table, here), third(table, there);
    CHECK(third.connection != nullptr);
    CHECK(first.is_shut());
    CHECK_FALSE(second.is_shut());
    CHECK_FALSE(third.is_shut());
    CHECK(table.gave_way() == 1);
}

TEST_CASE("when all are busy, who has taken longest gives way, and never the newcomer") {
    ConnectionTable table(limits(2, 10, 1000));
    Visitor first(table, here), second(table, here);
    for (Visitor* busy : {&second, &first}) {
        REQUIRE(write(busy->own.get(), "G", 1) == 1);
        REQUIRE(busy->connection->receive());
        busy->connection->next();
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    Visitor third(table, there), fourth(table, there);
    CHECK(second.is_shut());
    CHECK(third.is_shut());  // idle, so it goes before the first
    CHECK_FALSE(first.is_shut());
    CHECK_FALSE(fourth.is_shut());
    CHECK(table.gave_way() == 2);
}

TEST_CASE("an answer counts whole until its last byte is sent") {
    ConnectionTable table(limits(100, 100, 10 << 20));
    Visitor reader(table, here), other(table, there);
    holds(table, reader, 8 << 20);
    REQUIRE(reader.connection->send());
    table.account(*reader.connection);
    CHECK(reader.connection->pending() < 8 << 20);
    holds(table, other, 3 << 20);
    CHECK(reader.is_shut());
}

TEST_CASE("when all hold too much, who holds the most gives way") {
    ConnectionTable table(limits(100, 100, 1000));
    Visitor small(table, here), large(table, here), last(table, there);
    holds(table, small, 100);
    holds(table, large, 800);
    CHECK_FALSE(large.is_shut());
    holds(table, last, 200);
    CHECK(large.is_shut());
    CHECK_FALSE(small.is_shut());
    CHECK_FALSE(last.is_shut());
    table.remove(*large.connection);
    holds(table, last, 700);
    CHECK_FALSE(last.is_shut());
}

TEST_CASE("the end waits for the last one") {
    ConnectionTable table(limits(100, 100, 1000));
    const auto now = Connection::Clock::now();
    CHECK(table.wait_until_empty(now));
    Visitor fresh(table, here), known(table, here);
    known.connection->has_asked = true;
    table.shut_idle(false);
    CHECK(known.is_shut());
    CHECK_FALSE(fresh.is_shut());
    table.shut_idle(true);
    CHECK(fresh.is_shut());
    CHECK_FALSE(table.wait_until_empty(now));
    table.remove(*fresh.connection);
    table.remove(*known.connection);
    CHECK(table.wait_until_empty(now));
}
