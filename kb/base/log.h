// The library never prints: whoever embeds it hands in a callback, or gets silence.
#pragma once

#include <functional>
#include <string_view>

namespace kb {

enum class LogLevel { debug, info, warning, error };

// May be called from any thread that calls into the library, by several at once.
using Log = std::function<void(LogLevel, std::string_view message)>;

inline void write(const Log& log, LogLevel level, std::string_view message) {
    if (log) log(level, message);
}

}  // namespace kb
