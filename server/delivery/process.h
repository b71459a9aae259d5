// Runs another program and gives it something to read.
#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "kb/base/error.h"

namespace kb::server {

struct ProcessEnd {
    int status = 0;          // 128 and more when a signal ended it, as shells have it
    bool took_all = false;   // of the input
    bool was_slow = false;   // it was ended because the time was up
    std::string output;      // the first of what it wrote to its standard output
};

// Runs `command`, a program (looked up in PATH when it has no slash) and its arguments, without a shell. Of what it writes
// the first `most_output` bytes are kept; it gets none of our files, no blocked signals and not the receiver's secret. Beyond `time_limit` it is killed,
// and what it has started with it; or some seconds after `stopping` was set. Fails when it cannot be started. SIGPIPE must be ignored.
Result<ProcessEnd> run_process(const std::vector<std::string>& command, std::string_view input, std::chrono::milliseconds time_limit,
                               const std::atomic<bool>* stopping = nullptr, std::size_t most_output = 0);

// Whether the program is there and may be executed.
bool can_run(const std::string& program);

}  // namespace kb::server
