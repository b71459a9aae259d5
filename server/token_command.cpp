#include "server/token_command.h"

#include <array>
#include <ctime>
#include <filesystem>
#include <iostream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/base/date.h"
#include "kb/store/audit_log.h"
#include "kb/store/tokens.h"
#include "server/subcommands.h"

namespace kb::server {

namespace {

using Json = nlohmann::ordered_json;

struct Arguments {
    std::filesystem::path data;
    std::string role, name;
    bool json = false;
};

Result<void> make_folder(const std::filesystem::path& data) {
    std::error_code error;
    std::filesystem::create_directories(data, error);
    if (error) return fail(system_error("make the data folder", data.string(), error.value()));
    return {};
}

// What is done stays done when it cannot be written down; but somebody should know.
void note(const Arguments& arguments, std::string action, std::vector<std::pair<std::string, std::string>> about) {
    const auto written = AuditLog(arguments.data).write(command_line_entry(std::move(action), std::move(about)), std::time(nullptr));
    if (!written) std::cerr << "kb-server: " << to_string(written.error()) << '\n';
}

Result<void> create(Tokens& tokens, const Arguments& arguments) {
    const auto token = tokens.create(*parse_role(arguments.role), arguments.name, std::time(nullptr));
    if (!token) return fail(token.error());
    note(arguments, "token create", {{"token", arguments.name}, {"role", arguments.role}});
    // Alone on standard output, so that it can be put straight where it belongs.
    if (arguments.json) std::cout << Json{{"name", arguments.name}, {"role", arguments.role}, {"token", *token}}.dump() << '\n';
    else std::cout << *token << '\n';
    std::cerr << "kb-server: keep the token now, it cannot be shown again\n";
    return {};
}

Json json_of(const TokenInfo& info) {
    return {{"name", info.name},
            {"role", name_of(info.role)},
            {"created", to_iso_time(info.created)},
            {"revoked", info.revoked ? Json(to_iso_time(*info.revoked)) : Json()}};
}

Result<void> list(Tokens& tokens, const Arguments& arguments) {
    const auto all = tokens.list();
    if (!all) return fail(all.error());
    Json json = {{"tokens", Json::array()}};
    if (!arguments.json) std::cout << fmt::format("{:<15}{:<22}{:<22}{}\n", "ROLE", "CREATED", "REVOKED", "NAME");
    for (const TokenInfo& info : *all) {
        if (arguments.json) json["tokens"].push_back(json_of(info));
        else
            std::cout << fmt::format("{:<15}{:<22}{:<22}{}\n", name_of(info.role), to_iso_time(info.created),
                                     info.revoked ? to_iso_time(*info.revoked) : std::string(), info.name);
    }
    if (arguments.json) std::cout << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
    return {};
}

Result<void> revoke(Tokens& tokens, const Arguments& arguments) {
    if (auto revoked = tokens.revoke(arguments.name, std::time(nullptr)); !revoked) return revoked;
    note(arguments, "token revoke", {{"token", arguments.name}});
    if (arguments.json) std::cout << Json{{"revoked", arguments.name}}.dump() << '\n';
    else std::cout << fmt::format("'{}' is revoked, a running server knows within a second\n", arguments.name);
    return {};
}

// One row for each subcommand.
struct Command {
    const char* name;
    const char* help;
    Result<void> (*run)(Tokens& tokens, const Arguments& arguments);
    bool takes_role = false, takes_name = false;
};

constexpr std::array<Command, 3> commands = {{
    {"create", "A new token, printed once", create, true, true},
    {"list", "Tokens by name: whose, since when, until when", list},
    {"revoke", "A token that does not count any more, and the end of its sessions", revoke, false, true},
}};

void add(CLI::App& app, const Command& command, Arguments& arguments) {
    CLI::App* sub = app.add_subcommand(command.name, command.help);
    sub->add_option("--data", arguments.data, "Folder of the server's data")->required()->type_name("DIR");
    sub->add_flag("--json", arguments.json, "Print one JSON object");
    if (command.takes_role)
        sub->add_option("--role", arguments.role, "agent: sees internal articles; writer: statistics, too; administrator: everything")
            ->required()
            ->type_name("ROLE")
            ->check(CLI::IsMember({"agent", "writer", "administrator"}));
    if (command.takes_name) sub->add_option("--name", arguments.name, "Whose it is")->required()->type_name("NAME");
}

Result<int> run(const Command& command, const Arguments& arguments) {
    if (auto made = make_folder(arguments.data); !made) return fail(made.error());
    const auto tokens = Tokens::open(arguments.data);
    if (!tokens) return fail(tokens.error());
    if (auto done = command.run(**tokens, arguments); !done) return fail(done.error());
    return 0;
}

}  // namespace

int run_token_command(int argc, char** argv) {
    CLI::App app("Tokens of agents, writers and administrators.", "kb-server token");
    app.require_subcommand(1);
    Arguments arguments;
    for (const Command& command : commands) add(app, command, arguments);
    return run_subcommands(app, argc, argv, commands, [&](const Command& command) { return run(command, arguments); });
}

}  // namespace kb::server
