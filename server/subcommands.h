// Commands of kb-server that stand in a table: which one was given, and how it ended.
#pragma once

#include <iostream>

#include <CLI/CLI.hpp>

#include "kb/base/error.h"

namespace kb::server {

// `commands` have a name, and run by run(command) -> Result<int>, the exit status; each was declared to `app` as a subcommand. Exits with
// 2 for wrong usage, and 1 with the reason on standard error when a command fails.
template <class Commands, class Run>
int run_subcommands(CLI::App& app, int argc, char** argv, const Commands& commands, Run run) {
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    const std::string name = app.get_subcommands().front()->get_name();
    for (const auto& command : commands) {
        if (name != command.name) continue;
        const Result<int> status = run(command);
        if (status) return *status;
        std::cerr << "kb-server: " << to_string(status.error()) << '\n';
    }
    return 1;
}

}  // namespace kb::server
