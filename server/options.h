// What the operator asked for on the command line.
#pragma once

#include <filesystem>
#include <optional>

#include "server/http/listener.h"

namespace kb::server {

struct Options {
    std::filesystem::path index, data, config, dictionaries;
    ListenAddress listen{"127.0.0.1", 8080};
    unsigned threads = 0;
    bool checks_config = false;  // and does nothing else
};

struct ParsedOptions {
    Options options;
    std::optional<int> exit_status;  // when the program has nothing more to do: 0 after help, 2 after wrong usage
};

// Prints help to standard output and complaints to standard error.
ParsedOptions parse_options(int argc, char** argv);

}  // namespace kb::server
