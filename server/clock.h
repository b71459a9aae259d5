// What time it is for the server.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "kb/base/error.h"

namespace kb::server {

// Seconds since 1970, UTC.
using Clock = std::function<std::int64_t()>;

Clock system_clock();

// The time that a file says, in seconds since 1970, read anew each time: for tests. Fails when it says none now; what it says
// later and cannot be read counts as what it said before.
Result<Clock> clock_from_file(const std::filesystem::path& path);

}  // namespace kb::server
