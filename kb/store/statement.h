// What the parts of the outbox share of its tables; schema in outbox.cpp.
#pragma once

#include "kb/store/outbox.h"

namespace kb {

using Connection = SQLite::Database;
using Statement = SQLite::Statement;

constexpr int stored(ErrandState state) {
    return static_cast<int>(state);
}
constexpr int stored(Errand errand) {
    return static_cast<int>(errand);
}

// From now on its time until it is erased runs.
void close_ticket(Connection& connection, std::int64_t place, std::int64_t now);

}  // namespace kb
