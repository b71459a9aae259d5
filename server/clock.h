// What time it is for the server.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <utility>

#include "kb/base/error.h"

namespace kb::server {

class Clock {
public:
    // Milliseconds since 1970, UTC; of a clock of whole seconds, `seconds`, their beginnings.
    static Clock of_milliseconds(std::function<std::int64_t()> milliseconds) { return Clock(std::move(milliseconds), 0); }
    template <class Seconds>
    Clock(Seconds seconds) : milliseconds_([seconds = std::move(seconds)] { return seconds() * 1000; }) {}

    // Seconds since 1970, UTC.
    std::int64_t operator()() const { return milliseconds_() / 1000; }
    std::int64_t milliseconds() const { return milliseconds_(); }

private:
    Clock(std::function<std::int64_t()> milliseconds, int) : milliseconds_(std::move(milliseconds)) {}

    std::function<std::int64_t()> milliseconds_;
};

Clock system_clock();

// The time that a file says, in seconds since 1970, read anew each time: for tests. Fails when it says none now; what it says
// later and cannot be read counts as what it said before.
Result<Clock> clock_from_file(const std::filesystem::path& path);

}  // namespace kb::server
