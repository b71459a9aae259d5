#include "server/http/connection_table.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <sys/socket.h>

namespace kb::server {

Connection* ConnectionTable::add(FileDescriptor socket, const IpAddress& address) {
    auto connection = std::make_unique<Connection>(std::move(socket), address, limits_.patience);
    Connection* const added = connection.get();
    const std::lock_guard lock(mutex_);
    if (has_too_many(address)) {
        ++turned_away_;
        return nullptr;
    }
    if (connections_.size() >= limits_.connections) shut_oldest();
    connections_.emplace(added, std::move(connection));
    ++of_address_[address.household()];
    return added;
}

bool ConnectionTable::has_too_many(const IpAddress& address) const {
    const auto known = of_address_.find(address.household());
    return known != of_address_.end() && known->second >= limits_.per_address && !contains(limits_.unlimited, address);
}

void ConnectionTable::remove(Connection& connection) {
    buffered_bytes_ -= connection.accounted;
    const std::lock_guard lock(mutex_);
    const auto counted = of_address_.find(connection.address().household());
    if (--counted->second == 0) of_address_.erase(counted);
    connections_.erase(&connection);
    if (connections_.empty()) emptied_.notify_all();
}

void ConnectionTable::make_room() {
    const std::lock_guard lock(mutex_);
    shut_oldest();
}

// One that is shut already is about to go, and makes no more room.
void ConnectionTable::shut_oldest() {
    const auto order = [](const Connection& connection) {
        return std::tuple(connection.is_shut, !connection.is_idle(), connection.since());
    };
    const auto oldest = std::min_element(connections_.begin(), connections_.end(), [&](const auto& a, const auto& b) {
        return order(*a.second) < order(*b.second);
    });
    if (oldest != connections_.end()) give_way(*oldest->second);
}

void ConnectionTable::shut_largest() {
    const std::lock_guard lock(mutex_);
    const auto order = [](const Connection& connection) {
        return std::pair(!connection.is_shut, connection.accounted.load());
    };
    const auto largest = std::max_element(connections_.begin(), connections_.end(), [&](const auto& a, const auto& b) {
        return order(*a.second) < order(*b.second);
    });
    if (largest != connections_.end()) give_way(*largest->second);
}

void ConnectionTable::give_way(Connection& connection) {
    if (connection.is_shut) return;
    shut(connection);
    ++gave_way_;
}

void ConnectionTable::shut(Connection& connection) {
    shutdown(connection.socket(), SHUT_RDWR);
    connection.is_shut = true;
}

void ConnectionTable::shut_overdue() {
    const auto now = Connection::Clock::now();
    const std::lock_guard lock(mutex_);
    for (const auto& [key, connection] : connections_) {
        if (connection->deadline() >= now || connection->is_shut) continue;
        shut(*connection);
        if (!connection->is_idle()) ++timed_out_;
    }
}

void ConnectionTable::shut_idle(bool new_ones_too) {
    const std::lock_guard lock(mutex_);
    for (const auto& [key, connection] : connections_) {
        if (connection->is_idle() && (new_ones_too || connection->has_asked)) shutdown(connection->socket(), SHUT_RD);
    }
}

bool ConnectionTable::wait_until_empty(Connection::Clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    return emptied_.wait_until(lock, deadline, [this] { return connections_.empty(); });
}

void ConnectionTable::account(Connection& connection) {
    const std::size_t buffered = connection.buffered();
    buffered_bytes_ += buffered - connection.accounted;  // wraps around for a decrease, as unsigned numbers may
    connection.accounted = buffered;
    if (buffered_bytes_ > limits_.buffered_bytes) shut_largest();
}

std::size_t ConnectionTable::open() const {
    const std::lock_guard lock(mutex_);
    return connections_.size();
}

}  // namespace kb::server
