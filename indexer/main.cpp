// kb-indexer: from a content repository to an index, and questions to it.
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <functional>
#include <map>
#include <system_error>

#include <fmt/format.h>

#include "indexer/command.h"
#include "indexer/output.h"

namespace {

constexpr kb::Command commands[] = {
    {"check", "Report problems in articles; changes nothing", kb::declare_check},
    {"build", "Build a new generation of an index and publish it", kb::declare_build},
    {"watch", "Follow the content and publish its changes", kb::declare_watch},
    {"generations", "List the generations of an index", kb::declare_generations},
    {"rollback", "Serve an earlier generation again", kb::declare_rollback},
    {"search", "Search an index", kb::declare_search},
    {"suggest", "Complete what a customer began to type", kb::declare_suggest},
    {"similar", "Find the articles that answer a customer's message", kb::declare_similar},
    {"explain", "Show every stage of one query, and why each article was found", kb::declare_explain},
    {"expect", "Run search tests, and show which changes moved their answers", kb::declare_expect},
    {"report", "Show how the help center fares, from what a server counted", kb::declare_report},
    {"import", "Bring articles over from another help center", kb::declare_import},
    {"terms", "Show the index terms of words read from standard input, one a line", kb::declare_terms},
    {"eval", "Index documents, run queries and score the answers", kb::declare_eval},
};

// Who reads no further, such as `head`, knows that there is more.
int unwritten(int reason) {
    if (reason != EPIPE) kb::say(fmt::format("kb-indexer: standard output cannot be written: {}", std::strerror(reason)));
    return kb::exit_problems;
}

int fault(const std::exception& error) {
    kb::say(fmt::format("kb-indexer: {}; this is a fault of the program, please report it", error.what()));
    return kb::exit_problems;
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);
    CLI::App app("Otvet's indexer: turns a folder of Markdown articles into a search index.", "kb-indexer");
    app.set_version_flag("--version", "kb-indexer " OTVET_VERSION);
    app.require_subcommand(1);
    app.get_formatter()->column_width(34);
    std::map<const CLI::App*, std::function<int()>> actions;
    for (const kb::Command& command : commands) {
        CLI::App* sub = app.add_subcommand(std::string(command.name), std::string(command.help));
        actions[sub] = command.declare(*sub);
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int status = app.exit(error);  // prints help, version or what is wrong
        return status == 0 ? kb::exit_done : kb::exit_usage;
    }
    try {
        const int status = actions.at(app.get_subcommands().front())();
        return std::fflush(stdout) == 0 ? status : unwritten(errno);
    } catch (const std::system_error& error) {
        return std::ferror(stdout) != 0 ? unwritten(error.code().value()) : fault(error);
    } catch (const std::exception& error) {
        return fault(error);
    }
}
