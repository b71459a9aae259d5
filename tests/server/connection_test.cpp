// One end of a connection, with the test at the other.
#include <catch2/catch.hpp>

#include <sys/socket.h>
#include <unistd.h>

#include "server/http/connection.h"

using namespace kb::server;
using State = Connection::State;

namespace {

struct Pair {
    Pair() {
        int sockets[2];
        REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, sockets) == 0);
        visitor = kb::FileDescriptor(sockets[0]);
        connection = std::make_unique<Connection>(kb::FileDescriptor(sockets[1]), IpAddress(), patience);
    }
    void say(std::string_view text) { REQUIRE(write(visitor.get(), text.data(), text.size()) == ssize_t(text.size())); }
    std::string hear() {
        char bytes[1 << 16];
        const ssize_t count = read(visitor.get(), bytes, sizeof bytes);
        return count > 0 ? std::string(bytes, static_cast<std::size_t>(count)) : std::string();
    }

    Patience patience;
    kb::FileDescriptor visitor;
    std::unique_ptr<Connection> connection;
};

}  // namespace

TEST_CASE("a byte now and then does not prolong a request") {
    Pair pair;
    CHECK(pair.connection->is_idle());
    pair.say("G");
    REQUIRE(pair.connection->receive());
    CHECK(pair.connection->next() == State::waiting);
    CHECK_FALSE(pair.connection->is_idle());
    const auto deadline = pair.connection->deadline();
    pair.say("E");
    REQUIRE(pair.connection->receive());
    CHECK(pair.connection->next() == State::waiting);
    CHECK(pair.connection->deadline() == deadline);
    CHECK(pair.connection->received() == "GE");
}

TEST_CASE("what follows a request begins a time of its own") {
    Pair pair;
    pair.say("oneTW");
    REQUIRE(pair.connection->receive());
    pair.connection->next();
    const auto deadline = pair.connection->deadline();
    pair.connection->consume(3);
    CHECK(pair.connection->next() == State::waiting);
    CHECK(pair.connection->deadline() > deadline);
    pair.connection->consume(2);
    CHECK(pair.connection->next() == State::waiting);
    CHECK(pair.connection->is_idle());
}

TEST_CASE("an answer that a visitor does not take waits, but not for ever") {
    Pair pair;
    pair.connection->out() = std::string(8 << 20, 'x');
    REQUIRE(pair.connection->send());
    CHECK(pair.connection->next() == State::sending);
    const auto deadline = pair.connection->deadline();
    CHECK_FALSE(pair.hear().empty());
    REQUIRE(pair.connection->send());
    CHECK(pair.connection->next() == State::sending);
    CHECK(pair.connection->deadline() == deadline);
    while (pair.connection->pending() > 0) {
        pair.hear();
        REQUIRE(pair.connection->send());
    }
    CHECK(pair.connection->next() == State::waiting);
}

TEST_CASE("a visitor who hangs up is let go") {
    Pair pair;
    pair.visitor = kb::FileDescriptor();
    CHECK_FALSE(pair.connection->receive());
}

TEST_CASE("a visitor who says no more still gets the answer") {
    Pair pair;
    pair.say("one");
    shutdown(pair.visitor.get(), SHUT_WR);
    REQUIRE(pair.connection->receive());
    pair.connection->consume(3);
    pair.connection->out() += "answer";
    REQUIRE(pair.connection->send());
    CHECK(pair.hear() == "answer");
    CHECK(pair.connection->next() == State::waiting);
    CHECK_FALSE(pair.connection->receive());
}

TEST_CASE("a refused visitor may finish talking, unheard") {
    Pair pair;
    pair.say("bad");
    REQUIRE(pair.connection->receive());
    pair.connection->out() += "no";
    pair.connection->refuse_when_sent();
    REQUIRE(pair.connection->send());
    CHECK(pair.connection->next() == State::waiting);
    pair.say(std::string(1000, 'x'));
    REQUIRE(pair.connection->receive());
    CHECK(pair.connection->received().empty());
    CHECK(pair.hear() == "no");
    pair.visitor = kb::FileDescriptor();
    const bool goes_on = pair.connection->receive();
    CHECK((!goes_on || pair.connection->next() == State::finished));
}

TEST_CASE("nobody is shut out while an answer is computed for them") {
    Pair pair;
    pair.say("one");
    REQUIRE(pair.connection->receive());
    pair.connection->next();
    const auto deadline = pair.connection->deadline();
    pair.connection->begin_working();
    CHECK(pair.connection->deadline() > deadline);
    CHECK_FALSE(pair.connection->is_idle());
    CHECK_FALSE(pair.connection->is_broken());
    pair.visitor = kb::FileDescriptor();
    CHECK(pair.connection->is_broken());
}
