// Who is connected, within which bounds, and until when.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "server/http/connection.h"

namespace kb::server {

struct ConnectionLimits {
    std::size_t connections = 4000;               // beyond, the longest idle or slowest one gives way
    std::size_t per_address = 200;                // of one household, beyond which no more are taken
    std::vector<Network> unlimited;               // may have as many as they like
    std::size_t buffered_bytes = 64 * 1024 * 1024;  // of half-read requests and half-sent answers, beyond which the largest give way
    Patience patience;
};

// Any number of threads may use one. Connections are closed by who serves them; the table only shuts them down, which whoever
// waits for them notices.
class ConnectionTable {
public:
    explicit ConnectionTable(ConnectionLimits limits) : limits_(std::move(limits)) {}

    // nullptr when its address has too many; when there are too many in all, another one gives way.
    Connection* add(FileDescriptor socket, const IpAddress& address);
    // Closes it.
    void remove(Connection& connection);
    // Shuts the connection that has been idle longest; without idle ones, the one that has taken longest over what it does.
    void make_room();
    void shut_overdue();
    // Those that wait for a request: what has arrived is still read. Who never asked has perhaps just come.
    void shut_idle(bool new_ones_too);
    // Whether the last one is gone by then.
    bool wait_until_empty(Connection::Clock::time_point deadline);

    // Counts what it holds in memory, and forgets what it held when last counted. When all hold too much together, the one that
    // holds the most gives way.
    void account(Connection& connection);

    std::size_t open() const;
    std::uint64_t turned_away() const { return turned_away_; }  // their address had too many
    std::uint64_t gave_way() const { return gave_way_; }
    std::uint64_t timed_out() const { return timed_out_; }  // while they were asking or being answered

private:
    bool has_too_many(const IpAddress& address) const;
    void shut_oldest();   // with the mutex held, as the next two
    void give_way(Connection& connection);
    void shut(Connection& connection);
    void shut_largest();

    ConnectionLimits limits_;
    std::atomic<std::size_t> buffered_bytes_{0};
    std::atomic<std::uint64_t> turned_away_{0}, gave_way_{0}, timed_out_{0};

    mutable std::mutex mutex_;  // guards the two tables and the closing of sockets
    std::unordered_map<Connection*, std::unique_ptr<Connection>> connections_;
    std::unordered_map<IpAddress, std::size_t, IpHash> of_address_;
    std::condition_variable emptied_;
};

}  // namespace kb::server
