#include "server/options.h"

#include <algorithm>
#include <iostream>
#include <thread>

#include <CLI/CLI.hpp>

#include "server/routes.h"

namespace kb::server {

namespace {

constexpr unsigned most_threads = 1024;

// Answers are computed, seldom waited for: a few more threads than processors keep one slow query from delaying others.
unsigned default_threads() {
    return std::clamp(2 * std::thread::hardware_concurrency(), 4u, 64u);
}

}  // namespace

ParsedOptions parse_options(int argc, char** argv) {
    ParsedOptions parsed;
    Options& options = parsed.options;
    options.threads = default_threads();
    std::string listen = to_string(options.listen);

    CLI::App app("Serves a help center from an index made by kb-indexer.", "kb-server");
    app.set_version_flag("--version", "kb-server " OTVET_VERSION);
    app.footer("kb-server outbox --help: tickets on their way to support, and those held as spam.\nkb-server token --help: who may see more than customers do.\n\n" + routes_help());
    app.add_option("--index", options.index, "Folder of the index")->required()->type_name("DIR");
    app.add_option("--data", options.data, "Folder for what visitors send; made when missing")
        ->required()
        ->type_name("DIR");
    app.add_option("--listen", listen, "Address to listen on, unless a service manager passes sockets; port 0 takes any free one")
        ->type_name("HOST:PORT")
        ->capture_default_str();
    app.add_option("--config", options.config, "kb-server.yaml: limits, proxies, cache; without it the defaults")->type_name("FILE");
    app.add_flag("--check-config", options.checks_config, "Only say whether the file of --config can be followed");
    app.add_option("--dictionaries", options.dictionaries,
                   "Folder of the dictionaries; else $OTVET_DICTIONARIES, else beside the program")
        ->type_name("DIR");
    app.add_option("--threads", options.threads, "Answers computed at a time")
        ->type_name("N")
        ->check(CLI::Range(1u, most_threads))
        ->capture_default_str();
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        parsed.exit_status = app.exit(error) == 0 ? 0 : 2;
        return parsed;
    }
    const auto address = parse_listen_address(listen);
    if (!address) {
        std::cerr << "--listen: " << to_string(address.error()) << '\n';
        parsed.exit_status = 2;
        return parsed;
    }
    options.listen = *address;
    return parsed;
}

}  // namespace kb::server
